// Which browser the tests look through, and how it is started.
import { existsSync } from 'node:fs';

// Debian's Chromium without windows: the same engine of the same version, which needs less than half of the processor.
const SHELL = '/usr/bin/chromium-headless-shell';

/** Path of the browser. */
export const CHROMIUM = process.env.HEARTH_CHROMIUM ?? (existsSync(SHELL) ? SHELL : '/usr/bin/chromium');

/** What it is started with. */
export const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

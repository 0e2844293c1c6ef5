// Installs what the dashboard is built with, and builds it, each only if it has changed since.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { once } from './once.mjs';

const FOLDER = resolve(import.meta.dirname, '../../dashboard');
const at = (...path) => join(FOLDER, ...path);
/** Beside what npm installed: whoever removes that also removes these. */
const stamp = (name) => at('node_modules/.cache/hearth', name);
/** Neither installed, nor built, nor made from other files here. */
const SKIPPED = ['node_modules', 'dist', 'paraglide', 'results'];

function npm(...words) {
  const { status, error } = spawnSync('npm', words, { cwd: FOLDER, stdio: 'inherit' });
  if (status !== 0) throw new Error(`'npm ${words[0]}' in dashboard failed: ${error?.message ?? status}`);
}

// npm notes in this file what it installed.
const installed = await once({ stamp: stamp('installed'), from: [at('package.json'), at('package-lock.json')], made: [at('node_modules/.package-lock.json')] }, () =>
  npm('ci', '--no-audit', '--no-fund', '--loglevel=error'),
);
const sources = readdirSync(FOLDER).filter((name) => !SKIPPED.includes(name)).map((name) => at(name));
const built = await once({ stamp: stamp('built'), from: sources, made: [at('dist')], skipped: SKIPPED }, () => npm('run', '--silent', 'build'));
if (!existsSync(at('dist/index.html'))) throw new Error('the dashboard was built, and has no index.html');
console.log(`Dashboard: ${installed ? 'installed' : 'installed before'}, ${built ? 'built' : 'unchanged since it was built'}.`);

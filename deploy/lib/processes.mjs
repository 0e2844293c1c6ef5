// Child processes. All of them are ended at last, each by its own id.
import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * A program that was started, with its last lines.
 * @typedef {{ name: string, child: import('node:child_process').ChildProcess, stopping: boolean, lines: string[], ended: Promise<unknown> }} Entry
 */

export class Processes {
  #running = [];

  /**
   * Starts a program; its output goes to `log`. `onExit(code, signal)` is called if it ends without having been asked to.
   * @param {string} name
   * @param {string} program
   * @param {readonly string[]} args
   * @param {{ log: string, env?: object, onExit?: (code: number | null, signal: string | null, entry: Entry) => void, stdin?: string }} how
   * @returns {Entry}
   */
  start(name, program, args, { log, env = {}, onExit, stdin = 'ignore' }) {
    mkdirSync(dirname(log), { recursive: true });
    const output = createWriteStream(log, { flags: 'a' });
    // In a process group of its own, so that Ctrl-C reaches only this program, which then stops the children in order.
    const child = spawn(program, args, { stdio: [stdin, 'pipe', 'pipe'], env: { ...process.env, ...env }, detached: true });
    const entry = { name, child, stopping: false, lines: [] };
    for (const stream of [child.stdout, child.stderr]) {
      stream.pipe(output, { end: false });
      stream.setEncoding('utf8');
      stream.on('data', (text) => {
        entry.lines.push(...text.split('\n').filter(Boolean));
        entry.lines.splice(0, Math.max(0, entry.lines.length - 50));
      });
    }
    entry.ended = new Promise((resolve) => child.once('exit', (code, signal) => resolve({ code, signal })));
    child.once('error', (error) => {
      entry.lines.push(error.message);
      onExit?.(127, null, entry);
    });
    entry.ended.then(({ code, signal }) => {
      if (!entry.stopping) onExit?.(code, signal, entry);
    });
    this.#running.push(entry);
    return entry;
  }

  /** Ends one program: with `signal`, and with SIGKILL if it still runs after `graceMs`. */
  async stop(entry, { signal = 'SIGTERM', graceMs = 15_000 } = {}) {
    entry.stopping = true;
    if (entry.child.pid === undefined || entry.child.exitCode !== null || entry.child.signalCode !== null) return;
    entry.child.kill(signal);
    const timer = setTimeout(() => entry.child.kill('SIGKILL'), graceMs);
    await entry.ended;
    clearTimeout(timer);
    this.#running = this.#running.filter((other) => other !== entry);
  }

  /** Ends every program, beginning with the one that was started last. */
  async stopAll() {
    for (const entry of [...this.#running].reverse()) await this.stop(entry);
  }
}

/** Runs a program to its end and returns its output; throws with what it printed when it fails. */
export function run(program, args, { env = {}, input } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { env: { ...process.env, ...env } });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (data) => (stdout += data));
    child.stderr.on('data', (data) => (stderr += data));
    child.once('error', reject);
    // 'close' and not 'exit': at its exit the last output may still be in the pipe.
    child.once('close', (code) => (code === 0 ? resolve(stdout) : reject(Object.assign(new Error(stderr.trim() || `${program} ended with ${code}`), { stdout }))));
    child.stdin.end(input);
  });
}

/** Waits until `check` returns something true; after `deadlineMs` throws an Error that says what it waited for. */
export async function until(what, check, deadlineMs = 30_000) {
  const end = Date.now() + deadlineMs;
  let last;
  for (;;) {
    try {
      const value = await check();
      if (value) return value;
    } catch (error) {
      last = error;
    }
    if (Date.now() > end) throw new Error(`waited ${deadlineMs / 1000} s in vain until ${what}${last ? `: ${last.message}` : ''}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

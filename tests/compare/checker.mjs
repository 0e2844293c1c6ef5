// Writes one run as a history that `hearth-check` reads, and counts what that finds. Each vital of each device is a device
// of its own there, because with the rivals each reading is a message of its own. Nobody gets any excuses.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const PROGRAM = join(process.env.HEARTH_BIN ?? resolve(import.meta.dirname, '../../target/debug'), 'hearth-check');
/** A simulated device may print the previous second. */
const TERMS = { key_shifts: [0, -1], tolerance_ms: 2_000 };

function devices(said, stored) {
  const all = new Map();
  const of = (key) => all.get(key) ?? all.set(key, { id: key, said: [], stored: [], terms: TERMS }).get(key);
  for (const { key, n, value, t } of said) of(key).said.push({ at_ms: t, key: n, value: [value], whole: true });
  for (const { key, n, value, at, stream, seq } of stored) {
    of(key).stored.push({ at_ms: Math.round(at), key: n, value: [value], stream, seq });
  }
  return [...all.values()];
}

/** How many findings there are under promises whose name ends with `promise`. */
export function findings(lines, promise) {
  let count = 0;
  let counting = false;
  for (const line of lines) {
    if (!line.startsWith('  ')) counting = line.startsWith('FAILED') && line.endsWith(promise);
    else if (counting) count += Number(/^ +and (\d+) more$/.exec(line)?.[1] ?? 1);
  }
  return count;
}

/** `{sent, stored, lost, twice, foreign, misplaced}`, in readings. */
export function check(said, stored, file) {
  writeFileSync(file, JSON.stringify({ devices: devices(said, stored) }));
  const { stdout, stderr, error } = spawnSync(PROGRAM, [file], { encoding: 'utf8' });
  const counts = /readings: (\d+) said, (\d+) stored, (\d+) lost, (\d+) twice/.exec(stdout ?? '');
  if (!counts) throw new Error(`${PROGRAM}: ${error?.message ?? stderr}`);
  const lines = stdout.split('\n');
  writeFileSync(file.replace(/json$/, 'txt'), stdout);
  const [sent, kept, lost, twice] = counts.slice(1).map(Number);
  return { sent, stored: kept, lost, twice, foreign: findings(lines, 'nothing that it never said'), misplaced: findings(lines, 'each at its instant') };
}

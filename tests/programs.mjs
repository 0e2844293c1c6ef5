// Runs the compiled test programs of the workspace, several at a time: most of what they do is wait for real processes,
// and `cargo test` starts each only when the one before has ended. What a program says is shown whole when it ends.
// All of them share one PostgreSQL, which the example `cluster` of hub/store starts and ends.
//
//   cargo build --workspace --all-targets --message-format=json-render-diagnostics >LIST
//   node tests/programs.mjs LIST [--abreast 3] [--skip NAME]
//
// Fails when a program fails, or when the list names none.
import { spawn } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';

const { values, positionals } = parseArgs({ options: { abreast: { type: 'string', default: '3' }, skip: { type: 'string' } }, allowPositionals: true });
const abreast = Number(values.abreast);
if (positionals.length !== 1 || !(Number.isInteger(abreast) && abreast >= 1 && abreast <= 16)) {
  console.error('programs: one list of cargo, and --abreast from 1 to 16');
  process.exit(64);
}

/** Tests of one program that run at a time: of the hub's, nine in ten only wait. */
const THREADS = '6';

const built = readFileSync(positionals[0], 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('{'))
  .map((line) => JSON.parse(line))
  .filter((said) => said.reason === 'compiler-artifact' && said.executable);
const programs = built
  .filter(({ profile, target }) => profile.test && target.name !== values.skip)
  .map(({ executable, manifest_path, target }) => ({ executable, folder: dirname(manifest_path), source: target.src_path, bytes: statSync(executable).size }))
  // Those that start the most processes link the most; they begin first, so that none of them is left alone at the end.
  .sort((a, b) => b.bytes - a.bytes);

const running = new Set();
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => {
    for (const child of running) child.kill('SIGTERM');
    process.exit(130);
  });
}

/** Runs one program to its end; true when it passed. */
function run({ executable, folder, source }) {
  const begun = Date.now();
  const child = spawn(executable, [], { cwd: folder, env: { RUST_TEST_THREADS: THREADS, ...process.env, CARGO_MANIFEST_DIR: folder }, stdio: ['ignore', 'pipe', 'pipe'] });
  running.add(child);
  const said = [];
  child.stdout.on('data', (bytes) => said.push(bytes));
  child.stderr.on('data', (bytes) => said.push(bytes));
  return new Promise((done) => {
    child.once('error', (error) => said.push(Buffer.from(`${error.message}\n`)));
    child.once('close', (code, signal) => {
      running.delete(child);
      const seconds = ((Date.now() - begun) / 1000).toFixed(0);
      process.stdout.write(`\n     Running ${relative(process.cwd(), source)}\n${Buffer.concat(said)}`);
      console.log(`     ${code === 0 ? 'passed' : `FAILED (${signal ?? code})`} after ${seconds} s`);
      done(code === 0);
    });
  });
}

/** The one PostgreSQL of the run; without it each program starts its own. It ends when its input does, so also with this program. */
async function startCluster() {
  const found = built.find(({ target }) => target.kind.includes('example') && target.name === 'cluster');
  if (!found) return null;
  const cluster = spawn(found.executable, [], { stdio: ['pipe', 'pipe', 'inherit'] });
  for await (const line of createInterface({ input: cluster.stdout })) {
    process.env.HEARTH_TEST_CLUSTER = line;
    return cluster;
  }
  throw new Error('the PostgreSQL of the run did not start');
}

const cluster = await startCluster();
let failed = 0;
const waiting = [...programs];
async function one() {
  for (let program = waiting.shift(); program; program = waiting.shift()) {
    if (!(await run(program))) failed += 1;
  }
}
await Promise.all(Array.from({ length: abreast }, one));
cluster?.stdin.end();
console.log(`\nprograms: ${programs.length - failed} passed, ${failed} failed`);
process.exitCode = failed || !programs.length ? 1 : 0;

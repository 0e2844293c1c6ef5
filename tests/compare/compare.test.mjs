// Checks the figures of the table against runs with known results: those that the checker does not give, and its output.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findings } from './checker.mjs';
import { plan } from './script.mjs';
import { table } from './table.mjs';
import { arrivedLate, drain, missing } from './tally.mjs';

const reading = (n, key = 'oxi-0001/spo2') => ({ key, n });

test('a reading that arrives after a newer one of the same device is counted, others are not', () => {
  assert.equal(arrivedLate([1, 2, 3].map((n) => reading(n))), 0);
  assert.equal(arrivedLate([1, 4, 2, 3, 5].map((n) => reading(n))), 2);
  assert.equal(arrivedLate([reading(9), reading(1, 'oxi-0002/spo2')]), 0);
});

test('a lost reading is missing; a clock that prints the second before is not', () => {
  const said = [10, 11, 12].map((n) => reading(n));
  assert.equal(missing(said, said.slice(1)), 1);
  assert.equal(missing(said, [9, 10, 11].map((n) => reading(n))), 0);
});

test('a backlog of 100 that comes five seconds after the heal, at ten live readings a second', () => {
  const count = (t) => (t <= 0 ? 50 : t < 5_000 ? 50 : 50 + 100 + t / 100);
  const looks = Array.from({ length: 121 }, (_, index) => ({ t: (index - 40) * 250, count: count((index - 40) * 250) }));
  assert.deepEqual(drain(looks, 0, 20_000, 10), { readings: 150, seconds: 5, per_s: 30 });
  assert.equal(drain(looks.map(({ t }) => ({ t, count: 50 })), 0, 20_000, 10), null);
});

test('the lines of the checker are counted, also those that it leaves out', () => {
  const lines = ['FAILED  a: nothing that it never said', '        one', '        two', '        and 7 more', 'FAILED  a: in order', '        x', 'ok  b: in order'];
  assert.equal(findings(lines, 'nothing that it never said'), 9);
  assert.equal(findings(lines, 'in order'), 1);
});

test('a seed gives the same instants each time, and another seed others', () => {
  assert.deepEqual(plan(1), plan(1));
  assert.notDeepEqual(plan(1), plan(2));
  assert.deepEqual(plan(3).map(([at]) => at), plan(3).map(([at]) => at).sort((a, b) => a - b));
});

test('two runs stand in one row, from the least to the most', () => {
  const run = { name: 'a', sent: 9, stored: 8, lost: 1, twice: 0, out_of_order: 0, drain: null, home_mib: 1, center_mib: 2 };
  assert.match(table([[run, { ...run, lost: 3 }]]), /\| a \| 9 \| 8 \| 1 to 3 \| 0 \| 0 \| nothing came \| 1 \/ 2 \|$/);
});

// A checker that never fails proves nothing: each thing that it must find is planted here.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as alerts from './alerts.mjs';
import * as check from './check.mjs';
import { plan } from './faults.mjs';

const START = 1_800_000_000_400;
const FIRST = Math.floor(START / 1000);

/** A device that said one line a second, each with another value. */
const said = (count) => Array.from({ length: count }, (_, index) => ({ t: START + index * 1000, whole: true, value: `${700 + index}/970/300` }));
/** The store of it, complete. */
const stored = (lines) => lines.map((line, index) => ({ at: line.t + 30, stream: 1, seq: index, second: FIRST + index, spo2: 970, value: line.value }));
const clean = { lost: 0, twice: 0, foreign: 0, allowed: 0, disorder: 0 };
const counts = (found) => Object.fromEntries(Object.keys(clean).map((key) => [key, found[key].length]));

test('a complete store passes', () => {
  const lines = said(60);
  assert.deepEqual(counts(check.compare(lines, stored(lines), [])), clean);
});

test('a device whose clock showed the second before still agrees', () => {
  const lines = said(60);
  const rows = stored(lines).map((row) => ({ ...row, second: row.second - 1 }));
  assert.deepEqual(counts(check.compare(lines, rows, [])), clean);
});

test('a lost reading is found', () => {
  const lines = said(60);
  const found = check.compare(lines, stored(lines).toSpliced(20, 1), []);
  assert.deepEqual([counts(found), found.lost[0].value], [{ ...clean, lost: 1 }, lines[20].value]);
});

test('a doubled reading is found, under a new number and instant or under the same', () => {
  const lines = said(60);
  const rows = stored(lines);
  const again = rows.toSpliced(21, 0, { ...rows[20], seq: 20.5, at: rows[20].at + 500 });
  assert.equal(check.compare(lines, again, []).twice.length, 1);
  const same = check.compare(lines, rows.toSpliced(21, 0, rows[20]), []);
  assert.ok(same.twice.length === 1 && same.disorder.length > 0);
});

test('two swapped readings are found, by value and by place', () => {
  const lines = said(60);
  const rows = stored(lines);
  const values = rows.with(10, { ...rows[10], value: rows[11].value }).with(11, { ...rows[11], value: rows[10].value });
  assert.equal(check.compare(lines, values, []).foreign.length, 2);
  const places = rows.with(10, { ...rows[11], at: rows[10].at }).with(11, { ...rows[10], at: rows[11].at });
  assert.ok(check.compare(lines, places, []).disorder.length > 0);
});

test('a reading of another home is found', () => {
  const lines = said(60);
  const rows = stored(lines);
  assert.equal(check.compare(lines, rows.with(30, { ...rows[30], value: '520/970/300' }), []).foreign.length, 1);
});

test('two readings before a kill may be missing, three may not, nor one at another time', () => {
  const lines = said(60);
  const kill = { at: lines[29].t + 500, until: lines[29].t + 510 };
  const without = (from, count) => counts(check.compare(lines, stored(lines).toSpliced(from, count), [kill]));
  assert.deepEqual(without(28, 2), { ...clean, allowed: 2 });
  assert.deepEqual(without(27, 3), { ...clean, allowed: 2, lost: 1 });
  assert.deepEqual(without(30, 1), { ...clean, lost: 1 });
});

test('what nobody was there to hear need not be stored, and may not be', () => {
  const lines = said(60).map((line, index) => ({ ...line, whole: index < 20 || index > 22 }));
  assert.deepEqual(counts(check.compare(lines, stored(lines).toSpliced(20, 3), [])), clean);
  assert.equal(check.compare(lines, stored(lines), []).foreign.length, 3);
});

test('an older opening that goes on after a newer one is found', () => {
  const rows = stored(said(6)).map((row, index) => ({ ...row, stream: [1, 1, 2, 2, 1, 2][index] }));
  assert.ok(check.disorder(rows).some((what) => what.includes('later start')));
});

test('sets of three packets: one too few, one never said, one out of order', () => {
  const packets = Array.from({ length: 91 }, (_, index) => ({ t: START + index * 333, whole: true, value: `${700 + index}/970/-` }));
  const rows = packets.filter((_, index) => index % 3 === 0).map((packet, index) => ({ at: packet.t, stream: 1, seq: index, second: null, value: packet.value }));
  const whole = check.compareSets(packets, rows, []);
  assert.deepEqual([whole.stored, whole.atLeast, whole.foreign, whole.disorder], [31, 31, [], []]);
  assert.equal(check.missing('nonin-df7', packets, rows.toSpliced(9, 1), []), 1);
  assert.equal(check.compareSets(packets, rows.with(9, { ...rows[9], value: '1/1/-' }), []).foreign.length, 1);
  const swapped = rows.with(9, { ...rows[9], value: rows[10].value }).with(10, { ...rows[10], value: rows[9].value });
  assert.equal(check.compareSets(packets, swapped, []).foreign.length, 1);
});

const rule = { kind: 'rule', name: 'limit' };
const person = { kind: 'person', id: 'p1' };
const history = (alert, ...steps) => ({
  alert: { id: 'a1', rule: 'spo2_low', episode_id: 'e1', priority: 'medium', open: true, version: steps.length, ...alert },
  transitions: steps.map(([what, actor, at], index) => ({ version: index + 1, what, actor, at })),
});
const good = history({ open: false }, ['raised', rule, 10], ['acknowledged', person, 20], ['cleared', rule, 30], ['closed', rule, 30]);

test('a complete history passes, one with a gap does not', () => {
  assert.deepEqual(alerts.brokenHistory(good), []);
  const gap = { ...good, transitions: good.transitions.toSpliced(1, 1) };
  assert.match(alerts.brokenHistory(gap).join(), /step 2 has version 3/);
});

test('an alert that closed without anybody, or a high one without a person, is found', () => {
  const nobody = history({ open: false }, ['raised', rule, 10], ['closed', { kind: 'rule', name: '' }, 20]);
  assert.match(alerts.brokenHistory(nobody).join(), /made by nobody/);
  assert.match(alerts.brokenHistory(history({ open: false }, ['raised', rule, 10])).join(), /its last step is raised/);
  const high = history({ open: false, priority: 'high' }, ['raised', rule, 10], ['cleared', rule, 20], ['closed', rule, 20]);
  assert.match(alerts.brokenHistory(high).join(), /without a person/);
});

test('an alert that is shown no more before anything ended it, or never again, is found', () => {
  const look = (at, ...shown) => ({ from: at, to: at + 1, alerts: shown });
  assert.deepEqual(alerts.vanished([look(12, good.alert), look(25, good.alert), look(31)], [good]), []);
  assert.match(alerts.vanished([look(12, good.alert), look(25)], [good]).join(), /nothing had ended it/);
  assert.match(alerts.vanished([look(12, good.alert), look(31)], []).join(), /not in the store/);
  const older = { ...good.alert, version: 1 };
  assert.match(alerts.vanished([look(12, good.alert), look(13, older)], [good]).join(), /went back/);
});

test('a second open alert of one rule is found', () => {
  const again = (at) => history({ id: 'a2' }, ['raised', rule, at]);
  assert.deepEqual(alerts.doubled([], [good, again(30)]), []);
  assert.equal(alerts.doubled([], [good, again(29)]).length, 1);
  assert.equal(alerts.doubled([{ alerts: [good.alert, again(30).alert] }], []).length, 1);
});

test('an acknowledgement that was confirmed and is not in the history is found', () => {
  assert.deepEqual(alerts.forgotten([{ id: 'a1', version: 2 }], [good]), []);
  assert.equal(alerts.forgotten([{ id: 'a1', version: 3 }], [good]).length, 1);
});

test('a death that no record tells of is found', () => {
  const kill = { at: 100, until: 101, startedAt: 200 };
  assert.deepEqual(check.unexplained([kill], [{ from: 90, until: 210 }]), []);
  assert.deepEqual(check.unexplained([kill], [{ from: 150, until: 210 }]), [kill]);
});

test('the longest stretch below a limit is measured without its gaps', () => {
  const rows = [0, 1, 2, 9, 10].map((second) => ({ at: second * 1000, spo2: 800 }));
  assert.deepEqual(check.longestBelow(rows, 900), { from: 0, to: 2000 });
  assert.equal(check.longestBelow(rows, 700), null);
});

test('a seed gives one plan, in which every kind has its turn', () => {
  const faults = plan(7, 120_000, 4);
  assert.deepEqual(faults, plan(7, 120_000, 4));
  assert.notDeepEqual(faults, plan(8, 120_000, 4));
  assert.equal(new Set(faults.map((fault) => fault.kind)).size, 12);
});

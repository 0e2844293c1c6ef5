import { describe, expect, it } from 'vitest';
import type { LimitRung, TemplateChange } from '../../src/api/types';
import {
  changedRungs,
  draftOfVital,
  limitOf,
  onlyIn,
  readVital,
  rungPath,
  weakened,
  withChanges,
} from '../../src/model/rungs';

const rung = (edge: number, for_s: number, priority: LimitRung['priority']): LimitRung => ({ edge, for_s, priority });
const [FIRST, SECOND] = [rung(92, 3_600, 'low'), rung(88, 600, 'medium')];
const DEEP = [rung(80, 60, 'high'), rung(70, 0, 'high')];
const WARD = [FIRST, SECOND, ...DEEP];
const spo2 = limitOf('spo2', WARD, []);
const pulse = limitOf('pulse_rate', [rung(40, 600, 'medium')], [rung(130, 300, 'high')]);

describe('rungs as they are typed', () => {
  it('read back as they were', () => {
    expect(readVital(draftOfVital(spo2))).toEqual({ limit: spo2, faults: {} });
    expect(readVital(draftOfVital(pulse)).limit).toEqual(pulse);
  });
  it('say beside them what a limit was before there were rungs', () => {
    expect([spo2.low, spo2.critical_low, spo2.delay_s, spo2.priority]).toEqual([92, 70, 3_600, 'low']);
  });
  it.each([
    [1, { edge: '92' }, 'low 1 edge', 'not_further_out'],
    [1, { minutes: '61' }, 'low 1 for_s', 'time_out_of_range'],
    [2, { minutes: '20' }, 'low 2 for_s', 'waits_longer'],
    [2, { priority: 'low' as const }, 'low 2 priority', 'less_urgent'],
    [0, { edge: '92 %' }, 'low 0 edge', 'not_a_number'],
  ])('of which number %i is changed to %o are refused at their place', (index, change, place, fault) => {
    const draft = draftOfVital(spo2);
    draft.low = draft.low.map((typed, at) => (at === index ? { ...typed, ...change } : typed));
    expect(readVital(draft)).toEqual({ limit: null, faults: { [place]: fault } });
  });
  it('may have one edge where what lasts becomes more urgent, and only there', () => {
    const fast = (second: LimitRung) =>
      readVital(draftOfVital(limitOf('respiratory_rate', [], [rung(30, 60, 'medium'), second])));
    expect(fast(rung(30, 300, 'high')).faults).toEqual({});
    expect(fast(rung(30, 30, 'high')).faults).toEqual({ 'high 1 edge': 'not_further_out' });
    expect(fast(rung(30, 60, 'high')).faults).toEqual({ 'high 1 edge': 'not_further_out' });
    expect(Object.keys(fast(rung(30, 300, 'medium')).faults)).toContain('high 1 edge');
  });
  it('without an edge are taken away, and the vital with the last of them', () => {
    const draft = draftOfVital(pulse);
    draft.low = draft.low.map((typed) => ({ ...typed, edge: '' }));
    expect(readVital(draft).limit).toEqual(limitOf('pulse_rate', [], [rung(130, 300, 'high')]));
    draft.high = draft.high.map((typed) => ({ ...typed, edge: ' ' }));
    expect(readVital(draft)).toEqual({ limit: undefined, faults: {} });
  });
  it('take a decimal comma, and a quarter of a minute', () => {
    const draft = draftOfVital(pulse);
    draft.high = draft.high.map((typed) => ({ ...typed, edge: '130,5', minutes: '0,25' }));
    expect(readVital(draft).limit?.high_rungs).toEqual([rung(130.5, 15, 'high')]);
  });
});

describe('a change', () => {
  it('that is nearer, sooner or more urgent weakens nothing', () => {
    const near = limitOf('spo2', [rung(93, 1_800, 'medium'), SECOND, ...DEEP], []);
    expect(weakened([spo2, pulse], [near, pulse])).toEqual([]);
  });
  it('that moves what follows the last rung further out weakens that, though every rung is as near', () => {
    const systolic = (...edges: number[]) =>
      limitOf(
        'systolic',
        edges.map((edge, place) => rung(edge, 0, place > 0 ? 'high' : 'medium')),
        [],
      );
    const lost = (before: number[], after: number[]) =>
      weakened([systolic(...before)], [systolic(...after)]).map((one) => one.rung.edge);
    expect(lost([85, 75], [91, 75])).toEqual([65, 55]);
    expect(lost([85, 75], [91, 75, 65])).toEqual([]);
    const one = weakened([spo2], [limitOf('spo2', [rung(93, 0, 'high')], [])]);
    expect(one.map((gone) => gone.rung.edge)).toEqual([60, 50]);
  });
  it('that is further out, later, milder, or without a vital weakens what it takes', () => {
    const lost = (after: LimitRung[]) => weakened([spo2], [limitOf('spo2', after, [])]).map((one) => one.rung.edge);
    expect(lost([FIRST, rung(87, 600, 'medium'), ...DEEP])).toEqual([88]);
    expect(lost([FIRST, rung(88, 601, 'medium'), ...DEEP])).toEqual([88]);
    expect(lost([FIRST, rung(88, 600, 'low'), ...DEEP])).toEqual([88]);
    expect(weakened([spo2, pulse], [spo2])).toHaveLength(2);
  });
  it('tells what is new and what is gone', () => {
    const after = limitOf('spo2', [FIRST, rung(86, 600, 'medium'), ...DEEP], []);
    expect(onlyIn([after], [spo2]).map((one) => one.rung.edge)).toEqual([86]);
    expect(onlyIn([spo2], [after]).map((one) => one.rung.edge)).toEqual([88]);
  });
});

it('a field that the hub names is found', () => {
  expect(rungPath('limits[2].low_rungs[1].for_s')).toEqual({ row: 2, at: 'low 1 for_s' });
  expect(rungPath('limits[0].high')).toEqual({ row: 0, at: 'high 0 edge' });
  expect(rungPath('reason')).toBeNull();
});

describe('a template that has changed', () => {
  const [slow, soon] = [rung(85, 300, 'high'), rung(85, 120, 'high')];
  const change: TemplateChange = { vital: 'spo2', side: 'low', then: [FIRST, slow], now: [FIRST, soon] };
  const fresh: TemplateChange = { vital: 'glucose', side: 'high', then: [], now: [rung(250, 0, 'medium')] };
  it('is told as what goes and what comes, and not as what stays', () => {
    const { goes, comes } = changedRungs([change]);
    expect([goes.map((one) => one.rung), comes.map((one) => one.rung)]).toEqual([[slow], [soon]]);
  });
  it('is taken where the profile still has the old steps, and nowhere else', () => {
    const taken = withChanges([limitOf('spo2', [FIRST, slow], [rung(99, 0, 'low')]), pulse], [change, fresh]);
    expect(taken).toEqual([
      limitOf('spo2', [FIRST, soon], [rung(99, 0, 'low')]),
      pulse,
      limitOf('glucose', [], [rung(250, 0, 'medium')]),
    ]);
  });
  it('leaves out a vital of which no step is left', () => {
    expect(withChanges([limitOf('spo2', [FIRST], [])], [{ ...change, now: [] }])).toEqual([]);
  });
});

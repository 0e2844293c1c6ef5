import { describe, expect, it } from 'vitest';
import type { Limit } from '../../src/api/types';
import {
  differences,
  draftOf,
  limitPath,
  loosened,
  readNumber,
  readRow,
  type LimitDraft,
} from '../../src/model/limits';

const limit = (facts: Partial<Limit> = {}): Limit => ({
  vital: 'spo2',
  low: 88,
  high: null,
  delay_s: 15,
  priority: 'medium',
  critical_low: 85,
  critical_high: null,
  low_rungs: null,
  high_rungs: null,
  ...facts,
});
const draft = (facts: Partial<LimitDraft> = {}): LimitDraft => ({ ...draftOf(limit()), shown: undefined, ...facts });

describe('a number as it is typed', () => {
  it.each([
    ['38.5', 38.5],
    [' 38,5 ', 38.5],
    ['0', 0],
    ['', null],
    ['   ', null],
  ])('%o is %o', (text, value) => expect(readNumber(text)).toBe(value));
  it.each(['38.5 C', '38.5.', '3 8', '1e3', '0x10', '38,5,1', '-', 'off', '٣٨'])('%o is none, and not "off"', (text) =>
    expect(readNumber(text)).toBeUndefined(),
  );
});

describe('limits before they are sent', () => {
  it('may stand when each lies where it must', () =>
    expect(readRow(draft({ low: '88,5' }))).toEqual({ limit: limit({ low: 88.5 }), faults: {} }));
  it.each([
    ['a slip of the finger', draft({ low: '88 %' }), { low: 'not_a_number' }],
    ['a delay of no number', draft({ delay_s: '15 s' }), { delay_s: 'not_a_number' }],
    ['a delay that is empty', draft({ delay_s: '' }), { delay_s: 'delay_out_of_range' }],
    ['no limit at all', draft({ low: '', critical_low: '' }), { low: 'no_limit' }],
    ['low on high', draft({ high: '88' }), { low: 'low_not_below_high' }],
    ['critical low on low', draft({ critical_low: '88' }), { critical_low: 'critical_low_not_below' }],
    [
      'critical high below high',
      draft({ high: '99', critical_high: '98' }),
      { critical_high: 'critical_high_not_above' },
    ],
    [
      'critical limits that cross',
      draft({ low: '', critical_low: '90', critical_high: '90' }),
      { critical_low: 'low_not_below_high' },
    ],
    ['a broken second', draft({ delay_s: '1.5' }), { delay_s: 'delay_out_of_range' }],
    ['an hour and a second', draft({ delay_s: '3601' }), { delay_s: 'delay_out_of_range' }],
    ['a negative delay', draft({ delay_s: '-1' }), { delay_s: 'delay_out_of_range' }],
  ])('may not: %s', (_, wrong, faults) => expect(readRow(wrong)).toEqual({ limit: null, faults }));
});

describe('what is looser than before', () => {
  const fever = limit({ vital: 'temperature', low: 35, high: 38.2, critical_low: null, critical_high: 40 });
  it.each([
    ['a limit that is off', { high: null }, ['high']],
    ['a higher high one', { high: 38.5 }, ['high']],
    ['a lower low one', { low: 34 }, ['low']],
    ['a critical one that is off', { critical_high: null }, ['critical_high']],
    ['a longer delay', { delay_s: 60 }, ['delay_s']],
    ['a lower priority', { priority: 'low' as const }, ['priority']],
    ['nothing that is tighter', { high: 38, low: 36, critical_high: 39, delay_s: 5, priority: 'high' as const }, []],
    ['nothing that is new', { critical_low: 33 }, []],
  ])('%s', (_, facts, fields) =>
    expect(loosened([fever], [limit({ ...fever, ...facts })]).map((d) => d.field)).toEqual(fields),
  );
  it('a vital that has no limits any more', () =>
    expect(loosened([fever], []).map((d) => [d.field, d.after])).toEqual([
      ['low', null],
      ['high', null],
      ['critical_high', null],
    ]));
  it('tells old and new of each field', () =>
    expect(differences('temperature', fever, limit({ ...fever, high: null, delay_s: 5 }))).toEqual([
      { vital: 'temperature', field: 'high', before: 38.2, after: null, looser: true },
      { vital: 'temperature', field: 'delay_s', before: 15, after: 5, looser: false },
    ]));
});

describe("the hub's name of a field", () => {
  it('is read as row and field', () => expect(limitPath('limits[2].critical_low')).toEqual([2, 'critical_low']));
  it('is left alone when it is another', () => expect(limitPath('reason')).toBeNull());
});

describe('a limit of many rungs', () => {
  const low_rungs = [
    { edge: 92, for_s: 3_600, priority: 'low' as const },
    { edge: 85, for_s: 0, priority: 'high' as const },
  ];
  const many = limit({ low: 92, critical_low: 85, delay_s: 3_600, priority: 'low', low_rungs, high_rungs: [] });
  it('keeps them while nobody touches its row', () => {
    expect(readRow(draftOf(many)).limit).toEqual(many);
  });
  it('becomes what was typed once somebody does', () => {
    const typed = readRow({ ...draftOf(many), delay_s: '60' }).limit;
    expect([typed?.low, typed?.delay_s, typed?.low_rungs]).toEqual([92, 60, null]);
  });
});

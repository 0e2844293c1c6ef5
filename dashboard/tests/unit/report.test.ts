import { describe, expect, it } from 'vitest';
import type { AlertReport } from '../../src/api/types';
import { answeredSoon, barsOf, loadOf, spanOf, usefulPart } from '../../src/model/report';

const DAY = 86_400_000;
const rule = { while_offline: 0, brief: 0, useful: 0, not_useful: 0 };
const report: AlertReport = {
  from: 0,
  until: 2.5 * DAY,
  stays: 1,
  patient_days: 2,
  ...{ ten_minutes: 360, most_in_an_hour: 4, standing: [], chattering: [], climbs: [] },
  rules: [
    { ...rule, rule: 'spo2_low', kind: 'clinical', priority: 'high', count: 3, per_patient_day: 1.5 },
    { ...rule, rule: 'news2', kind: 'clinical', priority: 'high', count: 1, per_patient_day: 0.5 },
    { ...rule, rule: 'sensor_off', kind: 'technical', priority: 'low', count: 1, per_patient_day: 0.5 },
  ],
  days: [
    { day: 0, priority: 'high', count: 4 },
    { day: 2, priority: 'low', count: 1 },
    { day: 7, priority: 'low', count: 9 },
  ],
  times: [
    {
      clinical: true,
      priority: 'medium',
      stage: 'answered',
      of: 4,
      count: 3,
      within_half_hour: 2,
      p50_s: 60,
      p90_s: 90,
    },
    {
      clinical: false,
      priority: 'high',
      stage: 'answered',
      of: 4,
      count: 3,
      within_half_hour: 2,
      p50_s: 60,
      p90_s: 90,
    },
    { clinical: true, priority: 'low', stage: 'owned', of: 4, count: 3, within_half_hour: 2, p50_s: 60, p90_s: 90 },
  ],
  actions: [],
  programme: [],
  floods: 0,
  flood_over: 10,
  most_in_ten_minutes: 1,
  stays_that_rang_most: [],
  unmonitored: [],
};

describe('the report on alerts', () => {
  it('adds up the rules of a kind and level', () => {
    expect(loadOf(report, 'clinical', 'high')).toBe(2);
    expect(loadOf(report, 'clinical', 'low')).toBe(0);
  });
  it('has a bar for each day, also for one without alerts and one that is not over', () => {
    expect(barsOf(report).map((bar) => [bar.total, bar.high])).toEqual([
      [4, 4],
      [0, 0],
      [1, 0],
    ]);
  });
  it('says of what nobody judged neither that it was useful nor that it was not', () => {
    expect(usefulPart({ useful: 0, not_useful: 0 })).toBeNull();
    expect(usefulPart({ useful: 3, not_useful: 1 })).toBe(0.75);
  });
  it('says how many alerts about the condition somebody answered within half an hour, and nothing of levels without any', () => {
    expect(answeredSoon(report)).toEqual([{ level: 'medium', soon: 2, of: 4 }]);
  });
  it('asks for whole days that end now', () => {
    expect(spanOf(7, 10 * DAY + 0.4)).toEqual({ from: 3 * DAY, to: 10 * DAY });
  });
});

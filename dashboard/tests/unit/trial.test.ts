import { describe, expect, it } from 'vitest';
import { isSameTrial, leadMinutes, readDays, spanOf } from '../../src/model/trial';
import { instantOf } from '../../src/model/zone';
import { parseRoute, pathOf } from '../../src/model/route';
import { triesOut } from '../../src/model/rights';

const none = { count: 0, alerts: [] };

describe('a trial', () => {
  it('is the same only if nothing is lost, new or less urgent', () => {
    const same = { lost: none, gained: none, less_urgent: none };
    expect(isSameTrial(same)).toBe(true);
    for (const field of ['lost', 'gained', 'less_urgent'] as const)
      expect(isSameTrial({ ...same, [field]: { count: 1, alerts: [] } })).toBe(false);
  });
  it.each([
    ['7', 7],
    [' 31 ', 31],
    ['32', null],
    ['0', null],
    ['1.5', null],
    ['', null],
    ['week', null],
  ])('of %j days is of %j', (typed, days) => expect(readDays(typed)).toBe(days));
  it('ends now', () => expect(spanOf(2, 200_000_000)).toEqual({ from: 27_200_000, until: 200_000_000 }));
  it('tells the lead in whole minutes, and that there was none', () => {
    expect(leadMinutes({ any_ms: 119_999, high_ms: null })).toEqual({ any: 1, high: null });
    expect(leadMinutes({ any_ms: 0, high_ms: 0 })).toEqual({ any: 0, high: 0 });
    expect(leadMinutes({ any_ms: null, high_ms: null })).toBeNull();
  });
  it('has a page of its own, for the roles that lead', () => {
    expect(parseRoute(pathOf({ page: 'workbench' }))).toEqual({ page: 'workbench' });
    expect((['nurse', 'charge_nurse', 'physician', 'technician'] as const).filter(triesOut)).toEqual([
      'charge_nurse',
      'physician',
    ]);
  });
});

describe('a time that is typed in the hours of the command center', () => {
  const at = (typed: string, zone: string): string | null => {
    const instant = instantOf(typed, zone);
    return instant === null ? null : new Date(instant).toISOString();
  };
  it.each([
    ['2026-11-24T08:30', 'America/New_York', '2026-11-24T13:30:00.000Z'],
    ['2026-07-01T08:30', 'America/New_York', '2026-07-01T12:30:00.000Z'],
    ['2026-07-01T08:30', 'Asia/Kolkata', '2026-07-01T03:00:00.000Z'],
    ['2026-07-01T08:30', 'Pacific/Kiritimati', '2026-06-30T18:30:00.000Z'],
    ['2026-11-01T01:30', 'America/New_York', '2026-11-01T05:30:00.000Z'],
    ['2026-03-08T02:30', 'America/New_York', null],
    ['', 'UTC', null],
  ])('%s in %s is %s', (typed, zone, instant) => expect(at(typed, zone)).toBe(instant));
});

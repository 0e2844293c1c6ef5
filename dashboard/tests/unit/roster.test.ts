import { describe, expect, it } from 'vitest';
import type { Shift, StayWatch } from '../../src/api/types';
import { byDay, changes, loads, localText, nextShift, proposed, twoDays } from '../../src/model/roster';
import { instantOf } from '../../src/model/zone';

const NOON = Date.parse('2026-11-24T12:00:30Z');
const HOUR = 3_600_000;

const person = (id: string) => ({ id, display_name: id.toUpperCase() });
const watch = (episode_id: string, holder: string | null, backup: string | null = null): StayWatch => ({
  ...{ episode_id, version: 3, holder: holder === null ? null : person(holder), since_at: 1 },
  ...{ backup: backup === null ? null : person(backup), overdue: false, away: false },
});

describe('a roster', () => {
  it('reads and writes the wall clock of the command center, not of the browser', () => {
    expect(localText(NOON, 'America/New_York')).toBe('2026-11-24T07:00');
    expect(localText(NOON, 'Asia/Kolkata')).toBe('2026-11-24T17:30');
    for (const zone of ['America/New_York', 'Asia/Kolkata', 'UTC'])
      expect(instantOf(localText(NOON, zone), zone)).toBe(NOON - 30_000);
  });
  it('shows today from midnight and tomorrow', () => {
    const { from, to } = twoDays(NOON, 'America/New_York');
    expect([localText(from, 'America/New_York'), (to - from) / HOUR]).toEqual(['2026-11-24T00:00', 48]);
  });
  it.each([
    ['forward', 'America/New_York', '2026-03-08T15:00Z', '2026-03-08T05:00Z', '2026-03-10T04:00Z'],
    ['forward tomorrow', 'America/New_York', '2026-03-07T15:00Z', '2026-03-07T05:00Z', '2026-03-09T04:00Z'],
    ['back', 'America/New_York', '2026-11-01T20:00Z', '2026-11-01T04:00Z', '2026-11-03T05:00Z'],
    [
      'back, in the hour that comes twice',
      'America/New_York',
      '2026-11-01T06:30Z',
      '2026-11-01T04:00Z',
      '2026-11-03T05:00Z',
    ],
    ['forward at midnight', 'Africa/Cairo', '2026-04-24T09:00Z', '2026-04-23T22:00Z', '2026-04-25T21:00Z'],
    ['back at midnight', 'Africa/Cairo', '2026-10-29T21:30Z', '2026-10-28T21:00Z', '2026-10-30T22:00Z'],
  ])('begins at the midnight of the date on a day of a clock change: %s', (_, zone, now, from, to) =>
    expect(twoDays(Date.parse(now), zone)).toEqual({ from: Date.parse(from), to: Date.parse(to) }),
  );
  it('proposes a shift from the next full hour on', () => {
    expect(nextShift(NOON)).toEqual({ from: NOON - 30_000 + HOUR, until: NOON - 30_000 + 13 * HOUR });
  });
  it('groups shifts by the day on which they begin', () => {
    const shift = (from_at: number) => ({ from_at }) as Shift;
    const days = byDay([shift(1), shift(2), shift(30)], (at) => (at < 10 ? 'today' : 'tomorrow'));
    expect(days.map(({ day, shifts }) => [day, shifts.length])).toEqual([
      ['today', 2],
      ['tomorrow', 1],
    ]);
  });
});

describe('an assignment', () => {
  const all = [watch('s1', 'a', 'b'), watch('s2', 'a', 'b'), watch('s3', null)];
  it('sends only what differs, with the version that was shown, and nothing for a stay without a choice', () => {
    const chosen = new Map([
      ['s1', { holder: 'a', backup: 'b' }],
      ['s2', { holder: 'b', backup: '' }],
      ['s3', { holder: '', backup: 'b' }],
    ]);
    expect(changes(all, chosen)).toEqual([{ episode_id: 's2', version: 3, holder_id: 'b', backup_id: null }]);
  });
  it('counts what each person would have', () => {
    const chosen = proposed([
      { episode_id: 's3', version: 3, holder: person('b'), backup: person('a'), points: 1 },
      { episode_id: 's2', version: 3, holder: person('b'), backup: null, points: 1 },
    ]);
    expect([...loads(all, chosen)]).toEqual([
      ['a', 1],
      ['b', 2],
    ]);
  });
});

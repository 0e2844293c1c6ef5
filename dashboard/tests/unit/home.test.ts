import { describe, expect, it } from 'vitest';
import type { Alert, Climb, Post, StayWatch, Task, Tile, UnmonitoredStay } from '../../src/api/types';
import {
  alertsFor,
  countStages,
  needSomeone,
  patientsOf,
  stageOf,
  uncovered,
  unseen,
  type Ward,
} from '../../src/model/home';
import { allRings, loadsOf, loudest, repeats } from '../../src/model/load';
import { alert, tile } from './build';

const NOW = 1_000_000;
const person = (id: string) => ({ id, display_name: id.toUpperCase() });
const watch = (episode_id: string, holder: string | null, facts: Partial<StayWatch> = {}): StayWatch => ({
  ...{ episode_id, version: 1, holder: holder === null ? null : person(holder), backup: null, since_at: 1 },
  ...{ overdue: false, away: false, ...facts },
});
const task = (id: string, episode_id: string, due_at: number, state = 'open') =>
  ({ id, episode_id, due_at, state }) as Task;
const scored = (episode_id: string, total: number | null): Tile => ({
  ...tile({ episode_id, label: episode_id }),
  news2:
    total === null
      ? null
      : { score: { total, at_least: total, rise: 0, scale_two_since_at: null, parts: [], mews: null }, wanted: [] },
});
const of = (...alerts: Alert[]) => new Map(alerts.map((one) => [one.episode_id ?? '', [one]]));

const ward = (facts: Partial<Ward> = {}): Ward => ({
  tiles: [scored('e1', 2), scored('e2', 6), scored('e3', null), scored('e4', 1)],
  watches: new Map([
    ['e1', watch('e1', 'ana')],
    ['e2', watch('e2', 'ana')],
    ['e3', watch('e3', 'ben', { backup: person('ana') })],
    ['e4', watch('e4', 'ben')],
  ]),
  alerts: of(
    alert({ id: 'a1', episode_id: 'e3', priority: 'high' }),
    alert({ id: 'a2', episode_id: 'e1', priority: 'low' }),
  ),
  tasks: [task('late', 'e1', 5), task('done', 'e1', 1, 'done'), task('next', 'e1', 9)],
  ...facts,
});

describe('the patients of a person', () => {
  it('are those whom they watch, the most urgent first, then those whose backup they are', () => {
    const rows = patientsOf(ward(), 'ana');
    expect(rows.map(({ tile: { episode_id }, as }) => [episode_id, as])).toEqual([
      ['e1', 'holder'],
      ['e2', 'holder'],
      ['e3', 'backup'],
    ]);
    expect(rows[0]?.next?.id).toBe('late');
    expect(rows[1]?.next).toBeNull();
    expect(patientsOf(ward({ watches: new Map() }), 'ana')).toEqual([]);
  });
  it('are, for who watches nobody, those with an alert or a score of concern', () => {
    expect(needSomeone(ward()).map((row) => row.tile.episode_id)).toEqual(['e3', 'e1', 'e2']);
  });
});

const climb = (alert_id: string, posts: Post[][], facts: Partial<Climb> = {}): Climb => ({
  ...{ alert_id, round: 1, next: null, pause: null, reminders: 0, reminded_everyone: false, reminder_at: null },
  rungs: posts.map((of_rung, i) => ({
    rung: i + 1,
    posts: of_rung,
    due_at: 0,
    fired_at: 0,
    receipt: null,
    receipt_at: null,
    unheard: false,
    told: [],
  })),
  ...facts,
});

describe('the alerts of a person', () => {
  const me = { id: 'ana', posts: (): Post[] => ['holder'] };
  it('are those that they have, and those that have come to them and nobody has', () => {
    const alerts = [
      alert({ id: 'mine', acknowledged_by: person('ana'), response: 'acknowledged' }),
      alert({ id: 'bens', acknowledged_by: person('ben'), response: 'acknowledged' }),
      alert({ id: 'came' }),
      alert({ id: 'elsewhere' }),
    ];
    const climbs = new Map([
      ['bens', climb('bens', [['holder']])],
      ['came', climb('came', [['holder']])],
      ['elsewhere', climb('elsewhere', [['physician']])],
    ]);
    expect(
      alertsFor(alerts, climbs, me)
        .map(({ id }) => id)
        .toSorted(),
    ).toEqual(['came', 'mine']);
  });
});

describe('the stage of an open alert', () => {
  const told = (opened_at: number | null) => {
    const one = climb('a', [['holder']]);
    one.rungs[0]?.told.push({ person: person('ana'), delivered_at: 1, opened_at });
    return one;
  };
  it('is as far as anybody has come with it', () => {
    const rings = alert({ id: 'a' });
    const pause = { by: person('ana'), reason: 'bath', since_at: 0, until_at: NOW + 1 } as Climb['pause'];
    expect(stageOf(rings, undefined, NOW)).toBe('raised');
    expect(stageOf(rings, climb('a', [['holder']]), NOW)).toBe('raised');
    expect(stageOf(rings, told(null), NOW)).toBe('delivered');
    expect(stageOf(rings, told(3), NOW)).toBe('seen');
    expect(stageOf(rings, { ...told(3), pause }, NOW)).toBe('paused');
    expect(stageOf(rings, { ...told(3), pause }, NOW + 1)).toBe('seen');
    expect(stageOf({ ...rings, acknowledged_by: person('ana') }, told(3), NOW)).toBe('owned');
    expect(stageOf({ ...rings, acknowledged_by: person('ana'), action: 'watching' }, told(3), NOW)).toBe('acted');
    expect(stageOf({ ...rings, condition: 'cleared', acknowledged_by: person('ana') }, told(3), NOW)).toBe('ended');
    const counts = countStages([rings, { ...rings, id: 'b', priority: 'low' }], new Map([['a', told(null)]]), NOW);
    expect([counts.delivered, counts.raised.low]).toEqual([{ high: 0, medium: 1, low: 0 }, 1]);
  });
});

describe('the watch', () => {
  it('is not covered where nobody holds a stay, or its holder is away or over their time', () => {
    const watches = new Map(
      [
        watch('e1', null),
        watch('e2', 'ana', { away: true }),
        watch('e3', 'ana', { overdue: true }),
        watch('e4', 'ben'),
      ].map((one) => [one.episode_id, one]),
    );
    const { nobody, away } = uncovered(watches);
    expect(nobody.map(({ episode_id }) => episode_id)).toEqual(['e1']);
    expect(away).toEqual([{ person: person('ana'), stays: 2, overdue: true }]);
  });
});

describe('the load', () => {
  const load = {
    ...{ at: 0, an_hour_max: 12 },
    stays: [
      { episode_id: 'e1', last_hour: 12, rules: [{ rule: 'spo2_low', count: 5 }] },
      { episode_id: 'e2', last_hour: 1, rules: [] },
      { episode_id: 'e9', last_hour: 40, rules: [] },
    ],
  };
  const on = (id: string, duty: string, stays = 0) =>
    ({ person: person(id), duty, stays, shift_id: id, until_at: 0, overdue: false, away: false }) as never;
  const told = (watches: Map<string, StayWatch>) =>
    loadsOf(watches, [on('ana', 'nurse', 2), on('eve', 'nurse'), on('dan', 'physician')], load).map(
      ({ person: { id }, patients, rings, tooLoud }) => [id, patients, rings, tooLoud],
    );
  it('of a person is that of the stays whom they watch now, and too much is more than one person can answer', () => {
    const watches = new Map([watch('e1', 'ana'), watch('e3', 'ben')].map((one) => [one.episode_id, one]));
    expect(told(watches)).toEqual([
      ['ana', 1, 12, false],
      ['ben', 1, 0, false],
      ['eve', 0, 0, false],
    ]);
    watches.set('e2', watch('e2', 'ana'));
    expect(told(watches)[0]).toEqual(['ana', 2, 13, true]);
  });
  it('is made bearable by handing over the fewest that ring most', () => {
    const rings = (...counts: number[]) => ({
      ...{ at: 0, an_hour_max: 12 },
      stays: counts.map((last_hour, i) => ({ episode_id: `e${i}`, last_hour, rules: [] })),
    });
    const chosen = (...counts: number[]) => [...loudest(rings(...counts), ['e0', 'e1', 'e2'])];
    expect([chosen(4, 9, 3), chosen(9, 9, 9), chosen(4, 4, 4), chosen(1, 1, 1, 90)]).toEqual([
      ['e1'],
      ['e0', 'e1'],
      [],
      [],
    ]);
  });
  it('is not known as long as nobody has counted, and is never too much then', () => {
    const [first] = loadsOf(new Map([['e1', watch('e1', 'ana')]]), [], null);
    expect([first?.rings, first?.tooLoud]).toEqual([null, false]);
  });
  it('counts repeats of one rule of one patient, and all of them where one person watches everybody', () => {
    expect([repeats(load, 'e1', 'spo2_low'), repeats(load, 'e2', 'spo2_low'), repeats(null, 'e1', 'spo2_low')]).toEqual(
      [5, 0, 0],
    );
    expect(allRings(load)).toBe(53);
  });
});

describe('who was not seen', () => {
  const stay = (episode_id: string, hidden: Partial<Record<string, number>>, lasts_since_at: number | null = null) =>
    ({
      episode_id,
      causes: Object.entries(hidden).map(([cause, time_ms]) => ({ cause, time_ms })),
      time_ms: Object.values(hidden).reduce((sum: number, one) => sum + (one ?? 0), 0),
      lasts_since_at,
    }) as UnmonitoredStay;

  it('is told once for the hub, however many stays it hid, and by stay only for what has to be mended there', () => {
    const hidden = Array.from({ length: 1_000 }, (_, i) => stay(`e${i}`, { hub: 120_000 }));
    hidden[4] = stay('e4', { hub: 60_000, sensor_off: 5_000 });
    hidden[7] = stay('e7', { hub: 120_000, home_offline: 9_000, no_value: 1_000 });
    const { hub_ms, hub_since_at, stays } = unseen(hidden);
    expect([hub_ms, hub_since_at]).toEqual([120_000, null]);
    expect(stays.map(({ episode_id, time_ms }) => [episode_id, time_ms])).toEqual([
      ['e7', 10_000],
      ['e4', 5_000],
    ]);
    expect(stays[0]?.causes.map(({ cause }) => cause)).toEqual(['home_offline', 'no_value']);
  });
  it('says since when the hub has been away', () => {
    const hidden = [stay('e1', { hub: 9_000 }, 700), stay('e2', { poor_signal: 50_000 }, 100)];
    expect(unseen(hidden)).toMatchObject({ hub_ms: 9_000, hub_since_at: 700, stays: [{ lasts_since_at: 100 }] });
    expect(unseen([])).toEqual({ hub_ms: 0, hub_since_at: null, stays: [] });
  });
});

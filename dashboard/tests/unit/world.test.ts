import { describe, expect, it } from 'vitest';
import { alertsHash } from '../../src/model/alerthash';
import {
  begin,
  emptyWorld,
  follow,
  isWhole,
  NO_WATCH,
  take,
  takeAlert,
  takeValue,
  type Reading,
  type World,
} from '../../src/model/world';
import type { Item, Subject } from '../../src/api/types';
import { alert, alerted, delta, heartbeat, joined, NOW, snapshot, stay, value } from './build';

const FOLLOWED: Subject[] = [
  ...(['stays', 'wall', 'alerts', 'gateways', 'watch'] as const).map((topic) => ({ topic })),
  { topic: 'patient', key: 'e1' },
];
type Items = Omit<Item, 'version'>[];

/** A world that has been told everything it follows. */
function loaded(facts: { stays?: Items; alerts?: Items; watch?: Items } = {}): World {
  const world = emptyWorld();
  follow(world, FOLLOWED);
  take(world, snapshot('stays', facts.stays ?? [stay()]));
  take(world, snapshot('wall'));
  take(world, snapshot('alerts', facts.alerts ?? []));
  take(world, snapshot('gateways', [joined()]));
  take(world, snapshot('watch', facts.watch ?? []));
  return world;
}

describe('taking in frames', () => {
  it('connects anew when a delta is missing, so that nothing is shown that skipped a step', () => {
    const world = loaded();
    expect(take(world, delta('wall', [], { after: 11, seq: 12 })).resync).toBe('sequence jumped');
    expect(take(world, delta('wall')).resync).toBeNull();
    expect(take(world, delta('alerts', [], { seq: 40 })).resync, 'each topic has positions of its own').toBeNull();
  });
  it('connects anew when the last delta of a topic is missing, which no later one tells', () => {
    const world = loaded();
    const positions = { wall: 10, gateways: 10 };
    expect(take(world, heartbeat({ seq: 99, positions })).resync).toBeNull();
    expect(take(world, heartbeat({ positions: { ...positions, gateways: 11 } })).resync).toBe('sequence jumped');
  });
  it('connects anew when the hub was restarted', () => {
    expect(take(loaded(), delta('wall', [], { epoch: 'p2' })).resync).toBe('epoch changed');
    expect(take(loaded(), heartbeat({ epoch: 'p2' })).resync).toBe('epoch changed');
    expect(take(loaded(), snapshot('stays', [], { epoch: 'p2' })).resync).toBe('epoch changed');
  });
  it('takes the snapshots of another process once it is connected anew', () => {
    const world = loaded({ alerts: [alerted()] });
    begin(world);
    expect(isWhole(world, { topic: 'stays' })).toBe(false);
    expect(world.tiles.size, 'until then, what was known is shown as of then').toBe(1);
    expect(take(world, heartbeat({ epoch: 'p2' })).resync).toBeNull();
    for (const { topic, key } of FOLLOWED)
      expect(take(world, snapshot(topic, [], { epoch: 'p2', seq: 3, key })).resync).toBeNull();
    expect([world.tiles.size, world.alerts.size]).toEqual([0, 0]);
    expect(take(world, delta('alerts', [], { epoch: 'p2', after: 3, seq: 4 })).resync).toBeNull();
  });
  it("connects anew when the heartbeat's alert set is not the one shown", () => {
    const world = loaded({ alerts: [alerted()] });
    expect(take(world, heartbeat()).resync).toBe('alert set differs');
    expect(take(world, heartbeat({ alerts_hash: alertsHash([alert()]) })).resync).toBeNull();
  });
  it('shows a snapshot when its last page has come, and not a part of it', () => {
    const world = loaded();
    const page = (number: number, id: string): Parameters<typeof snapshot> => [
      'stays',
      [stay({ episode_id: id })],
      { page: number, pages: 2, seq: 20 },
    ];
    expect(take(world, snapshot(...page(0, 'e2'))).whole).toBeNull();
    expect([...world.tiles.keys()]).toEqual(['e1']);
    expect(take(world, snapshot(...page(1, 'e3'))).whole).toBe('stays');
    expect([...world.tiles.keys()]).toEqual(['e2', 'e3']);
  });
  it('takes nothing in of what it does not follow any more, and misses nothing of it', () => {
    const world = loaded();
    follow(world, [{ topic: 'alerts' }]);
    expect(take(world, delta('wall', [{ key: 'e1', gone: true }], { after: 70, seq: 71 }))).toMatchObject({
      resync: null,
      tiles: new Set(),
    });
    take(world, snapshot('stays', [], { seq: 20 }));
    expect(world.tiles.size).toBe(1);
    expect(take(world, heartbeat({ positions: { wall: 80, stays: 90, alerts: 10 } })).resync).toBeNull();
  });
  it('takes a tile away when its stay ends', () => {
    const world = loaded();
    expect([...take(world, delta('stays', [{ key: 'e1', gone: true }])).tiles]).toEqual(['e1']);
    expect(world.tiles.size).toBe(0);
  });
  it('repaints the homes of a gateway that changed', () => {
    expect([...take(loaded(), delta('gateways', [joined({ online: false })])).tiles]).toEqual(['e1']);
  });
  it('changes who holds the watch only when told', () => {
    const watch = { ...NO_WATCH, holder: { id: 's1', display_name: 'R. A.' }, since_at: NOW };
    const world = loaded({ watch: [{ key: 'watch', watch }] });
    take(world, delta('wall'));
    expect(world.watch.holder?.id).toBe('s1');
  });
  it('knows who holds the watch of each stay, and forgets a stay that is gone', () => {
    const held = (holder: string) => ({
      ...{ episode_id: 'e1', version: 1, holder: { id: holder, display_name: holder }, backup: null },
      ...{ since_at: NOW, overdue: false, away: false },
    });
    const world = loaded({
      watch: [
        { key: 'watch', watch: NO_WATCH },
        { key: 'e1', held: held('a') },
      ],
    });
    const before = world.watches;
    take(world, delta('watch', [{ key: 'e1', held: held('b') }]));
    expect([before.get('e1')?.holder?.id, world.watches.get('e1')?.holder?.id], 'another map').toEqual(['a', 'b']);
    take(world, delta('watch', [{ key: 'e1', gone: true }], { after: 11, seq: 12 }));
    expect(world.watches.size).toBe(0);
  });
  it('hands on what changed of what is observed by hand: what holds, that none does, that nobody knows', () => {
    const observation = { code: 'weight', value: 70 } as never;
    const items: Items = [
      { key: 'weight', observation },
      { key: 'pain', gone: true },
      { key: 'glucose', unknown: true },
    ];
    const world = loaded();
    take(world, snapshot('patient', [], { key: 'e1' }));
    const { observed, tiles } = take(world, delta('patient', items, { key: 'e1' }));
    expect([...observed]).toEqual([
      ['weight', observation],
      ['pain', null],
      ['glucose', undefined],
    ]);
    expect(tiles.size).toBe(0);
  });
});

describe('values', () => {
  const frame = (facts: object = {}): Items => [
    {
      key: 'e1',
      frame: {
        episode_id: 'e1',
        device_id: 'oxi-1',
        at: NOW,
        received_at: NOW,
        values: { spo2: 84 },
        late: false,
        ...facts,
      },
    },
  ];
  const next = (seq: number): { after: number; seq: number } => ({ after: seq - 1, seq });
  const spo2 = (world: World): Reading | undefined => world.readings.get('e1')?.get('spo2');

  it('an older instant never replaces a newer one', () => {
    const world = loaded();
    take(world, delta('wall', frame()));
    const change = take(world, delta('wall', frame({ at: NOW - 5_000, values: { spo2: 99 } }), next(12)));
    expect(spo2(world)?.now.value).toBe(84);
    expect(change.tiles.size).toBe(0);
  });
  it('a missing number keeps the last one with its instant', () => {
    const world = loaded();
    take(world, delta('wall', frame()));
    const off = frame({ at: NOW + 1_000, values: { spo2: null }, flags: { spo2: ['sensor_off'] } });
    take(world, delta('wall', off, next(12)));
    expect(spo2(world)?.now.flags).toEqual(['sensor_off']);
    expect(spo2(world)?.good).toMatchObject({ value: 84, at: NOW });
  });
  it('takes the cadence from the device, and none for a spot check', () => {
    const world = loaded({ stays: [stay({ devices: [{ id: 'cuff', model: '', vitals: [], cadence_ms: null }] })] });
    take(world, delta('wall', frame({ device_id: 'cuff' })));
    expect(spo2(world)?.now.cadence_ms).toBeNull();
  });
  it('ignores values of an episode it does not know', () => {
    expect(take(loaded(), delta('wall', frame({ episode_id: 'other' }))).tiles.size).toBe(0);
  });
  it('come on the page of a patient as on the wall', () => {
    const world = loaded();
    take(world, snapshot('patient', [{ key: 'e1', newest: [value({ at: NOW - 9_000 })] }], { key: 'e1' }));
    expect(spo2(world)?.now.value).toBe(97);
    take(world, delta('patient', frame(), { key: 'e1' }));
    expect(spo2(world)?.now.value).toBe(84);
  });
  it('those of a device that was taken off go', () => {
    const world = loaded();
    take(world, delta('wall', frame()));
    take(world, delta('wall', [{ key: 'e1', newest: [] }], next(12)));
    expect(spo2(world)).toBeUndefined();
  });
  it('an old number that fills a gap becomes the last good one', () => {
    const of = new Map<string, Reading>();
    takeValue(of, value({ at: NOW, value: null }));
    takeValue(of, value({ at: NOW - 1_000, value: 96 }));
    expect(of.get('spo2')).toMatchObject({ now: { value: null }, good: { value: 96 } });
  });
  it('a screen that opens while the sensor is off is told the last number and its instant', () => {
    const of = new Map<string, Reading>();
    takeValue(of, value({ at: NOW, value: null, last: { value: 95, at: NOW - 60_000 } }));
    expect(of.get('spo2')).toMatchObject({ now: { value: null }, good: { value: 95, at: NOW - 60_000 } });
    takeValue(of, value({ at: NOW + 1_000, value: null }));
    expect(of.get('spo2')?.good?.at).toBe(NOW - 60_000);
  });
});

describe('alerts', () => {
  it("know the hub's own test alert as none of theirs: nothing to list, to count or to sound", () => {
    const world = loaded({ alerts: [alerted()] });
    const change = take(world, delta('alerts', [{ key: 'canary', canary: true }]));
    expect([change.canary, change.alerts, change.fresh, change.tiles.size]).toEqual([11, false, [], 0]);
    expect([...world.alerts.keys()]).toEqual([alert().id]);
  });

  it('a lower or equal version is ignored, a closed one cannot be reopened by an old frame', () => {
    const world = loaded({ alerts: [alerted({ version: 3 })] });
    expect(takeAlert(world, alert({ version: 2, response: 'acknowledged' }))).toBe(false);
    expect(takeAlert(world, alert({ version: 3, response: 'acknowledged' }))).toBe(false);
    takeAlert(world, alert({ version: 4, open: false }));
    expect(takeAlert(world, alert({ version: 3 }))).toBe(false);
    expect(world.alerts.size).toBe(0);
  });
  it('announces what is new or has risen, and nothing else', () => {
    const world = loaded();
    expect(take(world, delta('alerts', [alerted()])).fresh).toHaveLength(1);
    expect(
      take(world, delta('alerts', [alerted({ version: 2, value: 83 })], { after: 11, seq: 12 })).fresh,
    ).toHaveLength(0);
    expect(
      take(world, delta('alerts', [alerted({ version: 3, priority: 'high' })], { after: 12, seq: 13 })).fresh,
    ).toHaveLength(1);
  });
  it('a snapshot after a reconnect does not announce again what was known', () => {
    const world = loaded({ alerts: [alerted()] });
    expect(take(world, snapshot('alerts', [alerted({ version: 2 })], { seq: 30 })).fresh).toHaveLength(0);
  });
});

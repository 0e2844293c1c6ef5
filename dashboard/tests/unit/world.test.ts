import { describe, expect, it } from 'vitest';
import { alertsHash } from '../../src/model/alerthash';
import { emptyWorld, take, takeAlert, takeValue, type Reading, type World } from '../../src/model/world';
import { alert, delta, gateway, heartbeat, NOW, snapshot, tile, value } from './build';

function loaded(facts: Parameters<typeof snapshot>[0] = {}): World {
  const world = emptyWorld();
  take(world, snapshot(facts));
  return world;
}

describe('taking in frames', () => {
  it('asks anew when a delta is missing, so that nothing is shown that skipped a step', () => {
    const world = loaded();
    expect(take(world, delta({ seq: 12 })).resync).toBe('sequence jumped');
    expect(take(world, delta({ seq: 11 })).resync).toBeNull();
  });
  it('asks anew when the hub was restarted', () => {
    expect(take(loaded(), delta({ epoch: 'p2' })).resync).toBe('epoch changed');
    expect(take(loaded(), heartbeat({ epoch: 'p2' })).resync).toBe('epoch changed');
  });
  it('asks anew when a delta comes before the snapshot', () => {
    expect(take(emptyWorld(), delta()).resync).toBe('delta before snapshot');
  });
  it("asks anew when the heartbeat's alert set is not the one shown", () => {
    const world = loaded({ alerts: [alert()] });
    expect(take(world, heartbeat()).resync).toBe('alert set differs');
    expect(take(world, heartbeat({ alerts_hash: alertsHash([alert()]) })).resync).toBeNull();
  });
  it('forgets what the snapshot does not hold', () => {
    const world = loaded({ alerts: [alert()] });
    take(world, snapshot({ seq: 20, tiles: [tile({ episode_id: 'e2' })] }));
    expect([...world.tiles.keys()]).toEqual(['e2']);
    expect(world.alerts.size).toBe(0);
  });
  it('takes a tile away when its stay ends', () => {
    const world = loaded();
    expect([...take(world, delta({ removed: ['e1'] })).tiles]).toEqual(['e1']);
    expect(world.tiles.size).toBe(0);
  });
  it('repaints the homes of a gateway that changed', () => {
    const change = take(loaded(), delta({ gateways: [gateway({ online: false })] }));
    expect([...change.tiles]).toEqual(['e1']);
  });
  it('changes who holds the watch only when told', () => {
    const world = loaded({ watch: { holder: { id: 's1', display_name: 'R. A.' }, since_at: NOW } });
    take(world, delta());
    expect(world.watch.holder?.id).toBe('s1');
  });
});

describe('values', () => {
  const frame = (facts: object = {}) => ({
    episode_id: 'e1',
    device_id: 'oxi-1',
    at: NOW,
    received_at: NOW,
    values: { spo2: 84 },
    late: false,
    ...facts,
  });
  const spo2 = (world: World): Reading | undefined => world.readings.get('e1')?.get('spo2');

  it('an older instant never replaces a newer one', () => {
    const world = loaded();
    take(world, delta({ values: [frame()] }));
    const change = take(world, delta({ seq: 12, values: [frame({ at: NOW - 5_000, values: { spo2: 99 } })] }));
    expect(spo2(world)?.now.value).toBe(84);
    expect(change.tiles.size).toBe(0);
  });
  it('a missing number keeps the last one with its instant', () => {
    const world = loaded();
    take(world, delta({ values: [frame()] }));
    const off = frame({ at: NOW + 1_000, values: { spo2: null }, flags: { spo2: ['sensor_off'] } });
    take(world, delta({ seq: 12, values: [off] }));
    expect(spo2(world)?.now.flags).toEqual(['sensor_off']);
    expect(spo2(world)?.good).toMatchObject({ value: 84, at: NOW });
  });
  it('takes the cadence from the device, and none for a spot check', () => {
    const world = loaded({ tiles: [tile({ devices: [{ id: 'cuff', model: '', vitals: [], cadence_ms: null }] })] });
    take(world, delta({ values: [frame({ device_id: 'cuff' })] }));
    expect(spo2(world)?.now.cadence_ms).toBeNull();
  });
  it('ignores values of an episode it does not know', () => {
    expect(take(loaded(), delta({ values: [frame({ episode_id: 'other' })] })).tiles.size).toBe(0);
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
  it('a lower or equal version is ignored, a closed one cannot be reopened by an old frame', () => {
    const world = loaded({ alerts: [alert({ version: 3 })] });
    expect(takeAlert(world, alert({ version: 2, response: 'acknowledged' }))).toBe(false);
    expect(takeAlert(world, alert({ version: 3, response: 'acknowledged' }))).toBe(false);
    takeAlert(world, alert({ version: 4, open: false }));
    expect(takeAlert(world, alert({ version: 3 }))).toBe(false);
    expect(world.alerts.size).toBe(0);
  });
  it('announces what is new or has risen, and nothing else', () => {
    const world = loaded();
    expect(take(world, delta({ alerts: [alert()] })).fresh).toHaveLength(1);
    expect(take(world, delta({ seq: 12, alerts: [alert({ version: 2, value: 83 })] })).fresh).toHaveLength(0);
    expect(take(world, delta({ seq: 13, alerts: [alert({ version: 3, priority: 'high' })] })).fresh).toHaveLength(1);
  });
  it('a snapshot after a reconnect does not announce again what was known', () => {
    const world = loaded({ alerts: [alert()] });
    expect(take(world, snapshot({ seq: 30, alerts: [alert({ version: 2 })] })).fresh).toHaveLength(0);
  });
});

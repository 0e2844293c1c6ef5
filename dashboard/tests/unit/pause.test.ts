import { describe, expect, it } from 'vitest';
import type { Alert, Climb } from '../../src/api/types';
import {
  coversAlert,
  isPaused,
  isPausedAlone,
  isShelvable,
  pauseReasons,
  pauseSeconds,
  Reminding,
  unpaused,
} from '../../src/model/pause';
import { alert, climb } from './build';

const paused = (until_at: number) =>
  climb([['holder']], {
    pause: { by: { id: 'a', display_name: 'A' }, reason: 'bath', since_at: 0, until_at, quiet_id: null },
  });

describe('a paused alert', () => {
  it('makes no sound until the pause ends', () => {
    const [a, b] = [alert({ id: 'a1' }), alert({ id: 'b1' })];
    const ringing = (now_ms: number) => unpaused([a, b], new Map([['a1', paused(1_000)]]), now_ms).map(({ id }) => id);
    expect(ringing(999)).toEqual(['b1']);
    expect(ringing(1_000)).toEqual(['a1', 'b1']);
  });
  it('is never one about silence, a link, a battery or the hub', () => {
    for (const rule of ['spo2_silent', 'low_battery', 'gateway_offline', 'gateway_twice', 'stray_device'])
      expect(pauseReasons(alert({ rule, kind: 'technical' })), rule).toEqual([]);
    expect(pauseReasons(alert({ rule: 'rung_unheard', kind: 'system' }))).toEqual([]);
    expect(pauseReasons(alert({ rule: 'sensor_off', kind: 'technical' }))).toContain('bath');
    expect(pauseReasons(alert({ rule: 'spo2_low', kind: 'clinical' }))).toContain('transport');
    expect(pauseReasons(alert({ rule: 'temperature_high', vital: 'temperature', kind: 'clinical' }))).toEqual([
      'at_the_patient',
    ]);
  });
  it('has an end: two minutes at most if it is high, a quarter of an hour otherwise', () => {
    expect([Math.max(...pauseSeconds('high')), Math.max(...pauseSeconds('low'))]).toEqual([120, 900]);
  });
});

describe('what is switched off for hours', () => {
  const off = {
    ...{ id: 'q1', episode_id: 'e1', rule: 'spo2_low', context: null, reason: 'known', since_at: 0, until_at: null },
    by: { id: 'n', display_name: 'N' },
  };
  it('is quiet until somebody ends it, and not ended at one alert', () => {
    const by = { id: 'n', display_name: 'N' };
    const quiet = climb([['holder']], {
      pause: { by, reason: 'shelved', since_at: 5, until_at: null, quiet_id: 'q1' },
    });
    expect([isPaused(quiet, 1e15), isPausedAlone(quiet), isPausedAlone(paused(9))]).toEqual([true, false, true]);
  });
  it('is what the hub says, and not what looks alike: a high alert paused for the bath in a bath is ended at the alert', () => {
    // The context `bath` has begun before, and names no high alert.
    expect(isPausedAlone(paused(9))).toBe(true);
  });
  it('makes no sound before the hub has paused it, and sounds if the hub does not', () => {
    const [fresh, quiets] = [alert({ id: 'a1', raised_at: 1_000 }), new Map([['e1', [off]]])];
    const [now, later] = [1_500, 12_000];
    const ringing = (one: Alert, at: number, climbs: [string, Climb][] = []) =>
      unpaused([one], new Map(climbs), at, quiets).length;
    expect(ringing({ ...fresh, episode_id: 'e1', rule: 'spo2_low', kind: 'clinical', priority: 'medium' }, now)).toBe(
      0,
    );
    const named = { ...fresh, episode_id: 'e1', rule: 'spo2_low', kind: 'clinical', priority: 'medium' } as Alert;
    expect([ringing(named, later), ringing(named, now, [['a1', climb([['holder']])]])]).toEqual([1, 1]);
    const others = [{ priority: 'high' }, { rule: 'spo2_high' }, { episode_id: 'e2' }];
    expect(others.map((more) => ringing({ ...named, ...more } as Alert, now))).toEqual([1, 1, 1]);
  });
  it('in a bath is what it names up to medium, and of a dying patient all but their own call', () => {
    const of = (context: 'bath' | 'end_of_life', rule: string, more = {}) =>
      coversAlert({ ...off, rule: null, context }, alert({ rule, kind: 'clinical', priority: 'medium', ...more }));
    expect([of('bath', 'spo2_low'), of('bath', 'sensor_off', { kind: 'technical' })]).toEqual([true, true]);
    expect([of('bath', 'news2'), of('bath', 'spo2_low', { priority: 'high' })]).toEqual([false, false]);
    expect([of('end_of_life', 'news2', { priority: 'high' }), of('end_of_life', 'call')]).toEqual([true, false]);
    expect(of('end_of_life', 'spo2_silent', { kind: 'technical' })).toBe(false);
  });
  it('is a clinical rule that does not ring high, and never the call button, what is owed, or silence', () => {
    const of = (rule: string, more = {}) =>
      isShelvable(alert({ rule, kind: 'clinical', priority: 'medium', ...more }), []);
    expect([of('spo2_low'), of('heart_rate_high')]).toEqual([true, true]);
    // While these are open, other rules are not raised.
    expect([of('news2'), of('temperature_high')]).toEqual([false, false]);
    expect([of('call'), of('task_late'), of('fever'), of('spo2_low', { priority: 'high' })]).toEqual([
      ...[false, false, false, false],
    ]);
    expect(of('spo2_silent', { kind: 'technical' })).toBe(false);
    expect(isShelvable(alert({ rule: 'spo2_low', kind: 'clinical', priority: 'low' }), [off])).toBe(false);
  });
});

describe('a reminder', () => {
  const taken = alert({ id: 'a1', acknowledged_by: { id: 'ana', display_name: 'Ana' } });
  const after = (reminders: number, everyone = false) =>
    new Map([['a1', climb([['holder']], { reminders, reminded_everyone: everyone })]]);
  const sounds = (me: string, ...climbs: ReturnType<typeof after>[]) => {
    const reminding = new Reminding();
    return climbs.map((map) => reminding.due([taken], map, me).length);
  };
  it('sounds once each time, at the screens of whoever has the alert', () => {
    expect(sounds('ana', after(0), after(0), after(1), after(1), after(2))).toEqual([0, 0, 1, 0, 1]);
    expect(sounds('ben', after(0), after(1))).toEqual([0, 0]);
  });
  it('sounds everywhere when its owner has no screen', () => {
    expect(sounds('ben', after(0), after(1, true))).toEqual([0, 1]);
  });
  it('that came before this screen was opened is over', () => {
    expect(sounds('ana', after(3), after(3))).toEqual([0, 0]);
  });
});

import { describe, expect, it } from 'vitest';
import { cell, tileView } from '../../src/model/tileview';
import type { Value } from '../../src/api/types';
import { takeValue, type Reading } from '../../src/model/world';
import { alert, gateway, NOW, tile, value } from './build';

const reading = (facts: Partial<Value> = {}, good: Partial<Value> | null = {}): Reading => ({
  now: value(facts),
  good: good && value(good),
});
const readings = (...all: Reading[]): Map<string, Reading> => new Map(all.map((r) => [r.now.vital, r]));
const view = (facts: Partial<Parameters<typeof tileView>[0]> = {}) =>
  tileView({ tile: tile(), readings: readings(reading()), alerts: [], gateway: gateway(), ...facts }, NOW);

describe('one number', () => {
  it('is shown with its age while it is current', () => {
    expect(cell('spo2', reading(), [], NOW)).toMatchObject({ text: '97', age: '1 s', aging: false, why: null });
  });
  it('becomes dashes when it is stale, with the last number and its instant', () => {
    const old = reading({ at: NOW - 60_000 }, { at: NOW - 60_000 });
    const shown = cell('spo2', old, [], NOW);
    expect(shown).toMatchObject({ text: null, why: 'silent', last: { text: '97', at: NOW - 60_000 } });
  });
  it('becomes dashes with the reason when the device says so', () => {
    const off = reading({ value: null, flags: ['low_battery', 'sensor_off'] });
    expect(cell('spo2', off, [], NOW)).toMatchObject({ text: null, why: 'sensor_off' });
  });
  it('keeps a doubtful number and says the doubt', () => {
    const doubt = reading({ flags: ['low_perfusion'] });
    expect(cell('spo2', doubt, [], NOW)).toMatchObject({ text: '97', remark: 'low_perfusion' });
  });
  it('a spot check of last night is still a number, with its age', () => {
    const cuff = reading({ vital: 'systolic', value: 121, at: NOW - 9 * 3_600_000, cadence_ms: null });
    expect(cell('systolic', cuff, [], NOW)).toMatchObject({ text: '121', age: '9 h', aging: true });
  });
  it('is boxed only while its own alert is true', () => {
    const about = alert({ priority: 'high' });
    expect(cell('spo2', reading(), [about], NOW).box).toEqual({ priority: 'high', grip: 'filled' });
    expect(cell('spo2', reading(), [{ ...about, condition: 'cleared' }], NOW).box).toBeNull();
    expect(cell('pulse_rate', reading(), [about], NOW).box).toBeNull();
  });
});

describe('one vital of two devices', () => {
  const clip = (facts: Partial<Value> = {}): Value => value({ device_id: 'clip', ...facts });
  const patch = (facts: Partial<Value> = {}): Value =>
    value({ device_id: 'patch', value: 88, at: NOW - 2_000, ...facts });
  const both = (...values: Value[]): Reading => {
    const of = new Map<string, Reading>();
    for (const one of values) takeValue(of, one);
    return of.get('spo2') ?? reading();
  };
  it('is shown by one of them, whichever was heard last, and the other number beside it', () => {
    const shown = { text: '97', also: ['88'] };
    expect(cell('spo2', both(clip(), patch()), [], NOW)).toMatchObject(shown);
    expect(cell('spo2', both(clip({ at: NOW - 2_000 }), patch({ at: NOW - 500 })), [], NOW)).toMatchObject(shown);
  });
  it('is shown by the one that an alert is about', () => {
    const low = alert({ rule: 'spo2_low', vital: 'spo2' });
    expect(cell('spo2', both(clip(), patch()), [low], NOW)).toMatchObject({ text: '88', also: ['97'] });
  });
  it('is shown by the one that does not doubt its number', () => {
    const doubts = clip({ flags: ['artefact'] });
    expect(cell('spo2', both(doubts, patch({ cadence_ms: 60_000 })), [], NOW)).toMatchObject({
      text: '88',
      also: ['97'],
    });
  });
  it('is shown while one of them is off, and while one is silent', () => {
    const off = clip({ value: null, flags: ['sensor_off'] });
    expect(cell('spo2', both(patch(), off), [], NOW)).toMatchObject({ text: '88', why: null, also: [] });
    expect(cell('spo2', both(patch(), clip({ at: NOW - 60_000 })), [], NOW)).toMatchObject({ text: '88', also: [] });
    expect(cell('spo2', both(patch({ at: NOW - 60_000 }), off), [], NOW)).toMatchObject({
      text: null,
      why: 'sensor_off',
    });
  });
  it('is one number where both say the same', () => {
    expect(cell('spo2', both(clip(), patch({ value: 97.2 })), [], NOW).also).toEqual([]);
  });
});

describe('one tile', () => {
  it('says the most urgent alert and how many more there are', () => {
    const band = view({ alerts: [alert({ id: 'b', priority: 'low' }), alert({ id: 'a', priority: 'high' })] }).band;
    expect(band).toMatchObject({ alert: { id: 'a' }, grip: 'filled', elapsed: '0:42', more: 1 });
  });
  it('counts from the end once the condition ended', () => {
    const ended = alert({ condition: 'cleared', cleared_at: NOW - 10_000 });
    expect(view({ alerts: [ended] }).band?.elapsed).toBe('0:10');
  });
  it('takes the heart rate of an electrocardiogram when it is current, else the pulse', () => {
    const heart = reading({ vital: 'heart_rate', value: 71 }, { vital: 'heart_rate', value: 71 });
    const pulse = reading({ vital: 'pulse_rate', value: 70 });
    expect(view({ readings: readings(heart, pulse) }).rate).toBe('heart_rate');
    const stale = { ...heart, now: { ...heart.now, at: NOW - 60_000 } };
    expect(view({ readings: readings(stale, pulse) }).rate).toBe('pulse_rate');
  });
  it('stands on the watch shelf when the home is offline or a stream went silent', () => {
    expect(view().standing.shelf).toBe('steady');
    expect(view({ gateway: gateway({ online: false }) })).toMatchObject({
      offline: true,
      standing: { shelf: 'watch' },
    });
    const silent = readings(reading({ at: NOW - 60_000 }));
    expect(view({ readings: silent }).standing.shelf).toBe('watch');
  });
  it('does not call a home offline whose gateway is unknown', () => {
    expect(view({ gateway: undefined }).offline).toBe(false);
  });
});

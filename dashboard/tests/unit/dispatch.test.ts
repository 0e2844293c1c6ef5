/** What the board of dispatch makes of incidents and units. */
import { describe, expect, it } from 'vitest';
import type { Incident, IncidentPlace, Unit } from '../../src/api/types';
import { emptyBoard, takeBoard } from '../../src/model/board';
import {
  ARRIVE_MS,
  compareIncidents,
  foremost,
  incidentOf,
  isSilent,
  lookedAt,
  onBar,
  shortName,
  spot,
  standing,
  unitState,
  way,
} from '../../src/model/dispatch';

const place = (state: string, number = 1): IncidentPlace => ({
  ...{ number, unit_id: `u${number}`, unit: `Unit ${number}`, state, offer: 2, offered_at: 0, confirm_by: null },
  ...{ unconfirmed: false, nobody_left: false, shift_over: false, next_unit_id: null },
});
const incident = (id: string, since_at: number, states: string[] = [], more: Partial<Incident> = {}): Incident => ({
  ...{ id, version: 1, episode_id: `stay of ${id}`, state: 'triaged', since_at, alert_id: null, call_id: null },
  ...{ why: 'x', home: null, language: 'es', equipment: [], skills: [], opened_by: null, opened_at: since_at },
  places: states.map((state, i) => place(state, i + 1)),
  half_hour: {
    ...{ state: 'running', by: since_at + ARRIVE_MS, expected_unit_id: null, expected_at: null },
    ...{ arrived_at: null, in_time: null, still: [] },
  },
  ...{ outcome: null, limit_lost: false, stay_ended: false, choices: [] },
  ...more,
});
const unit = (more: Partial<Unit> = {}): Unit => ({
  ...{ id: 'u1', version: 1, name: 'Unit 1', equipment: [], position: null, seen_at: null, incident_id: null },
  crew: { id: null, members: [], from_at: 0, until_at: 1_000_000, on_shift: true, languages: [], skills: [] },
  ...more,
});

describe('an incident', () => {
  it('stands as its foremost unit does, and a place that was called back counts for nothing', () => {
    const stands = (...states: string[]) => standing(incident('a', 0, states));
    expect([stands(), stands('cancelled'), stands('assigned'), stands('reassigned', 'cancelled')]).toEqual([
      'waiting',
      'waiting',
      'offered',
      'offered',
    ]);
    expect([
      stands('assigned', 'en_route'),
      stands('staging'),
      stands('on_scene'),
      stands('transporting', 'assigned'),
    ]).toEqual(['sent', 'sent', 'there', 'there']);
    expect(standing(incident('a', 0, ['clear'], { outcome: 'treated_at_home' }))).toBe('over');
    expect(standing(incident('a', 0, [], { state: 'resolved_remotely' }))).toBe('over');
  });
  it('waits for nobody once its stay has ended', () => {
    expect(standing(incident('a', 0, [], { stay_ended: true }))).toBe('over');
    expect(standing(incident('a', 0, ['en_route'], { stay_ended: true }))).toBe('sent');
  });
  it('comes first while nobody is sent, the oldest alert of them before the others', () => {
    const all = [
      incident('there', 1, ['at_patient']),
      incident('sent', 2, ['en_route']),
      incident('new', 9),
      incident('old', 3),
      incident('offered', 0, ['assigned']),
    ];
    expect(all.sort(compareIncidents).map((one) => one.id)).toEqual(['old', 'new', 'offered', 'sent', 'there']);
  });
  it('is the one that a key acts on until it is gone, also when another comes first', () => {
    const [old, young] = [incident('old', 3), incident('young', 9)];
    expect(lookedAt(null, [young])).toBe('young');
    expect(lookedAt('young', [old, young])).toBe('young');
    expect(lookedAt('young', [old])).toBe('old');
    expect(lookedAt('young', [])).toBeNull();
  });
  it('is found by its stay while it needs or has somebody', () => {
    const over = incident('a', 0, ['clear'], { outcome: 'transported' });
    expect(incidentOf([over], 'stay of a')).toBeNull();
    expect(incidentOf([over, incident('b', 0)], 'stay of b')?.id).toBe('b');
  });
  it('shows the unit that is nearest to the door', () => {
    const both = incident('a', 0, ['assigned', 'en_route'], {});
    both.half_hour.expected_unit_id = 'u2';
    expect(foremost(both)?.unit_id).toBe('u2');
    expect(foremost(incident('a', 0, ['assigned', 'at_patient']))?.unit_id).toBe('u2');
    expect(foremost(incident('a', 0, ['cancelled']))).toBeNull();
  });
  it('has its half hour on a bar from the alert on', () => {
    const one = incident('a', 1_000);
    expect([1_000 - 5, 1_000, 1_000 + ARRIVE_MS / 2, 1_000 + 2 * ARRIVE_MS].map((at) => onBar(one, at))).toEqual([
      0, 0, 0.5, 1,
    ]);
  });
});

describe('a unit', () => {
  it('is silent once a minute has passed since its last position, and if it never had one', () => {
    expect([0, 60_000, 60_001].map((age) => isSilent(unit({ seen_at: 500 }), 500 + age))).toEqual([false, false, true]);
    expect(isSilent(unit(), 0)).toBe(true);
  });
  it('is free, off duty, or as far as its place in the incident', () => {
    const incidents = new Map([['a', incident('a', 0, ['en_route'])]]);
    expect(unitState(unit(), incidents, 5)).toBe('free');
    expect(unitState(unit(), incidents, 1_000_000)).toBe('off');
    expect(unitState(unit({ crew: null }), incidents, 5)).toBe('off');
    expect(unitState(unit({ incident_id: 'a' }), incidents, 5)).toBe('en_route');
    expect(unitState(unit({ incident_id: 'gone' }), incidents, 5)).toBe('busy');
  });
  it('is told apart from others by its short name', () => {
    expect(['Unit 1', 'Unit 10', 'Ambulance 10', 'Ambulance 1'].map(shortName)).toEqual([
      'Unit 1',
      'Unit 10',
      '…nce 10',
      '…ance 1',
    ]);
  });
  it('stands where it was, by direction and minutes, and further than the last ring on the edge', () => {
    const home = { latitude: 40, longitude: -75 };
    const north = spot(home, { latitude: 40.03, longitude: -75 });
    expect(north.minutes).toBeCloseTo(6.5, 1);
    expect(north.x).toBeCloseTo(0);
    expect(north.y).toBeCloseTo(-6.5 / 30, 2);
    const far = spot(home, { latitude: 40, longitude: -70 });
    expect(Math.hypot(far.x, far.y)).toBeCloseTo(1);
    expect(far.x).toBeGreaterThan(0.99);
    expect(way({ latitude: 0, longitude: 179.9 }, { latitude: 0, longitude: -179.9 }).degrees).toBeCloseTo(90);
  });
});

describe('the board', () => {
  it('takes what the feed tells, and is another one with each change', () => {
    const first = emptyBoard();
    const one = incident('a', 0);
    const second = takeBoard(first, { key: 'a', version: 1, incident: one });
    expect(first.incidents.size).toBe(0);
    expect(second.incidents.get('a')).toBe(one);
    const third = takeBoard(second, { key: 'u1', version: 1, unit: unit() });
    expect(takeBoard(third, { key: 'board', version: 1, board: { left_off: 2, current: true } }).left_off).toBe(2);
    const last = takeBoard(third, { key: 'a', version: 2, gone: true });
    expect([last.incidents.size, last.units.size]).toEqual([0, 1]);
  });
  it('is not known until the hub has looked, and is old once the hub cannot read it any more', () => {
    const told = (current: boolean) =>
      takeBoard(emptyBoard(), { key: 'board', version: 1, board: { left_off: 0, current } }).current;
    expect([emptyBoard().current, told(true), told(false)]).toEqual([null, true, false]);
  });
});

/** What a crew is offered to press is what the hub allows, and what it has pressed shows before the hub has heard it. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Incident, IncidentPlace, IncidentStep } from '../../src/api/types';
import { jobsOf, nextOf, PRESSABLE, stampsOf, stateAfter, stepOf, wayOf } from '../../src/model/crewjob';
import { EMPTY, type Command } from '../../src/model/crewqueue';

const place = (facts: Partial<IncidentPlace> = {}): IncidentPlace => ({
  ...{ number: 1, unit_id: 'u1', unit: 'Unit 1', state: 'acknowledged', offer: 3, offered_at: 10, confirm_by: null },
  ...{ unconfirmed: false, nobody_left: false, shift_over: false, next_unit_id: null },
  ...facts,
});
const pressed = (state: string): Command => ({
  id: state,
  by: { id: 'p1', name: 'One' },
  what: { kind: 'stamp', incident: 'i1', place: 1, unit: 'u1', state, offer: 3 },
  pressed: { wall: 100, mono: 1, boot: 'b', offset: 50 },
});
const incident = (id: string, places: IncidentPlace[]): Incident => ({ id, places }) as unknown as Incident;

describe('a job of a crew', () => {
  it('offers what the table of states allows and nothing else', () => {
    const path = new URL('../../../hub/care/tests/vectors/dispatch_states.json', import.meta.url);
    const { transitions } = JSON.parse(readFileSync(path, 'utf8')) as { transitions: Record<string, string[]> };
    // To give a place away, to call its unit back and to close an incident are the desk's; what is over has no unit.
    const desks = ['reassigned', 'cancelled', 'closed'];
    const incidents = ['received', 'triaged', 'resolved_remotely', 'cancelled', 'clear', 'closed'];
    const words = (of: string[]): string[] => of.map((one) => one.replaceAll('-', '_'));
    const ways = Object.entries(transitions).map(([from, to]) => [words([from])[0] ?? '', words(to)] as const);
    const crews = ways.filter(([from]) => !incidents.includes(from));
    expect([...PRESSABLE].sort()).toEqual(crews.map(([from]) => from).sort());
    for (const [from, to] of crews)
      expect([...nextOf(from)].sort(), from).toEqual(to.filter((one) => !desks.includes(one)).sort());
  });
  it('is as far as was pressed, also while it waits', () => {
    expect(stateAfter(place(), 'i1', [pressed('en_route'), pressed('on_scene')])).toBe('on_scene');
    expect(stateAfter(place(), 'i2', [pressed('en_route')])).toBe('acknowledged');
    expect([stepOf('en_route'), stepOf('staging'), stepOf('assigned')]).toEqual([1, 1, -1]);
  });
  it('calls each step what it came to: who was taken to a hospital does not stay at home', () => {
    const stamp = (state: string) => ({ state, at: 1, waiting: false });
    const words = (states: string[], now: string) => wayOf(states.map(stamp), now).map((step) => step.state);
    expect(words([], 'assigned')).toEqual([
      'acknowledged',
      'en_route',
      'on_scene',
      'at_patient',
      'treated_on_scene',
      'clear',
    ]);
    expect(words(['en_route', 'staging'], 'staging')[1]).toBe('staging');
    expect(words(['transporting', 'at_destination'], 'at_destination')[4]).toBe('at_destination');
    expect(words(['transporting', 'care_transferred', 'clear'], 'clear')[4]).toBe('care_transferred');
  });
  it('is of the own unit, and what is over stands last', () => {
    const found = jobsOf(
      [
        incident('i1', [place({ state: 'clear', offered_at: 90 })]),
        incident('i2', [place({ unit_id: 'u2' })]),
        incident('i3', [place({ offered_at: 5 })]),
        incident('i4', [place({ state: 'cancelled' })]),
      ],
      'u1',
      EMPTY,
    );
    expect(found.map((job) => job.incident.id)).toEqual(['i3', 'i1']);
    const left = [incident('i1', [place({ state: 'clear' })]), incident('i3', [place()])];
    expect(
      jobsOf(left, null, EMPTY).map((job) => job.incident.id),
      'who has left the unit',
    ).toEqual(['i1']);
  });
  it('has its stamps with their corrections, and those that wait by the hub’s time', () => {
    const step = (number: number, facts: object): IncidentStep =>
      ({
        number,
        at: number,
        what: 'stamped',
        place: 1,
        unit_id: 'u1',
        names: null,
        happened_at: null,
        ...facts,
      }) as never;
    const steps = [
      step(4, { state: 'acknowledged', happened_at: 20 }),
      step(5, { state: 'en_route', happened_at: 30 }),
      step(6, { what: 'amended', names: 5, happened_at: 25, state: null }),
      step(7, { place: 2, state: 'clear' }),
    ];
    expect(stampsOf(steps, place(), 'another', [pressed('on_scene')]).map((one) => one.state)).toEqual([
      'acknowledged',
      'en_route',
    ]);
    expect(stampsOf(steps, place(), 'i1', [pressed('on_scene')])).toEqual([
      { state: 'acknowledged', at: 20, waiting: false },
      { state: 'en_route', at: 25, waiting: false },
      { state: 'on_scene', at: 150, waiting: true },
    ]);
  });
});

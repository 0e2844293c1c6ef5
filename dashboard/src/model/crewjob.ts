/** A crew's job as the phone shows it: how far it is, what comes next, and how the half hour stands. Pure. */
import type { Incident, IncidentPlace, IncidentStep } from '../api/types';
import { pressedAt, type Command, type Queue } from './crewqueue';
import { isOver, NEXT } from './placestate';

export const nextOf = (state: string): readonly string[] => NEXT[state] ?? [];
/** Every state from which a crew can press something. */
export const PRESSABLE = Object.keys(NEXT);

export interface Job {
  incident: Incident;
  place: IncidentPlace;
  /** How far the crew is: by the hub, and by what it has pressed since and could not send. */
  state: string;
}

/** The place's state after what was pressed and waits. */
export function stateAfter(place: IncidentPlace, incident: string, waiting: readonly Command[]): string {
  const pressed = waiting.flatMap(({ what }) =>
    what.kind === 'stamp' && what.incident === incident && what.place === place.number && what.unit === place.unit_id
      ? [what.state]
      : [],
  );
  return pressed.at(-1) ?? place.state;
}

/** The jobs of a unit, those that are not over first, of them the newest offer first. Of who has left the unit, those that are over. */
export function jobsOf(incidents: readonly Incident[], unit: string | null, queue: Queue): Job[] {
  const jobs = incidents.flatMap((incident) =>
    incident.places
      .filter((place) => place.state !== 'cancelled' && (unit === null ? isOver(place.state) : place.unit_id === unit))
      .map((place) => ({ incident, place, state: stateAfter(place, incident.id, queue.waiting) })),
  );
  return jobs.sort(
    (a, b) => Number(isOver(a.state)) - Number(isOver(b.state)) || b.place.offered_at - a.place.offered_at,
  );
}

/** The steps of the strip above the big button: of each the states that it stands for, in the order in which they come. */
const STEPS: readonly (readonly string[])[] = [
  ['acknowledged'],
  ['staging', 'en_route'],
  ['on_scene'],
  ['at_patient'],
  ['treated_on_scene', 'transporting', 'at_destination', 'care_transferred'],
  ['clear'],
];
export const stepOf = (state: string): number => STEPS.findIndex((states) => states.includes(state));

export interface Step {
  /** What the step is called: what it came to, else what usually comes. */
  state: string;
  stamp: Stamped | null;
}
/** The strip, with what each step came to: a patient who was taken to a hospital does not stay at home. */
export const wayOf = (stamps: readonly Stamped[], now: string): Step[] =>
  STEPS.map((states) => {
    const stamp = stamps.findLast((one) => states.includes(one.state)) ?? null;
    const state = states.includes(now) ? now : (stamp?.state ?? states.at(states.includes('en_route') ? -1 : 0) ?? now);
    return { state, stamp };
  });

export interface Stamped {
  state: string;
  at: number;
  /** True of what the phone has said and the hub has not heard. */
  waiting: boolean;
}
/** Every stamp of a place with its instant, corrected ones by the correction, and those that wait. */
export function stampsOf(
  steps: readonly IncidentStep[],
  place: IncidentPlace,
  incident: string,
  waiting: readonly Command[],
): Stamped[] {
  const at = new Map<number, { state: string; at: number }>();
  for (const step of steps) {
    if (step.what === 'stamped' && step.place === place.number && step.unit_id === place.unit_id && step.state)
      at.set(step.number, { state: step.state, at: step.happened_at ?? step.at });
    const amended = step.what === 'amended' && step.names !== null ? at.get(step.names) : undefined;
    if (amended && step.names !== null) {
      at.delete(step.names);
      at.set(step.number, { ...amended, at: step.happened_at ?? amended.at });
    }
  }
  const told = [...at.values()].sort((a, b) => a.at - b.at).map((one) => ({ ...one, waiting: false }));
  const own = waiting.filter(
    ({ what }) =>
      what.kind === 'stamp' && what.incident === incident && what.place === place.number && what.unit === place.unit_id,
  );
  return [
    ...told,
    ...own.flatMap((command) =>
      command.what.kind === 'stamp' ? [{ state: command.what.state, at: pressedAt(command), waiting: true }] : [],
    ),
  ];
}

/** What is left until an instant, ms; never below zero. */
export const left = (until: number, now: number): number => Math.max(0, until - now);

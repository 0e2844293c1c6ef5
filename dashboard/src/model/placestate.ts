/** The states of a unit's place in an incident, as board and phone both show them. The hub's table of states decides. */

export const OFFERED: readonly string[] = ['assigned', 'reassigned'];
export const ON_THE_WAY: readonly string[] = ['acknowledged', 'en_route', 'staging'];

/** What a crew may say after each state: the first is what comes next as a rule. */
export const NEXT: Readonly<Record<string, readonly string[]>> = {
  assigned: ['acknowledged'],
  reassigned: ['acknowledged'],
  acknowledged: ['en_route'],
  en_route: ['on_scene', 'staging'],
  staging: ['on_scene'],
  on_scene: ['at_patient'],
  at_patient: ['treated_on_scene', 'transporting', 'care_transferred'],
  transporting: ['at_destination'],
  at_destination: ['care_transferred'],
  care_transferred: ['clear'],
  treated_on_scene: ['clear'],
};

export const isOffer = (state: string): boolean => OFFERED.includes(state);
/** True once a place keeps no unit any more. */
export const isOver = (state: string): boolean => state === 'clear' || state === 'cancelled';

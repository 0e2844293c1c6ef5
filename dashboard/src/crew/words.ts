/** What the buttons of the phone say. */
import { m, observationName, reading, vitalName } from '../i18n';
import * as codes from '../i18n/codes';
import { say } from '../i18n/codes';
import type { What } from '../model/crewqueue';
import type { Disk } from './keeper.svelte';

const PRESS: Readonly<Record<string, () => string>> = {
  acknowledged: m.crew_press_acknowledged,
  en_route: m.crew_press_en_route,
  staging: m.crew_press_staging,
  on_scene: m.crew_press_on_scene,
  at_patient: m.crew_press_at_patient,
  treated_on_scene: m.crew_press_treated_on_scene,
  transporting: m.crew_press_transporting,
  at_destination: m.crew_press_at_destination,
  care_transferred: m.crew_press_care_transferred,
  clear: m.crew_press_clear,
};
export const pressWord = (state: string): string => PRESS[state]?.() ?? state;

const WHEN: Readonly<Record<string, () => string>> = {
  acknowledged: m.crew_when_acknowledged,
  en_route: m.crew_when_en_route,
  on_scene: m.crew_when_on_scene,
  at_patient: m.crew_when_at_patient,
  treated_on_scene: m.crew_when_treated_on_scene,
  at_destination: m.crew_when_at_destination,
  care_transferred: m.crew_when_care_transferred,
  clear: m.crew_when_clear,
};
/** When the button is to be pressed. */
export const whenWord = (state: string): string => WHEN[state]?.() ?? '';

/** What is wrong with what the phone keeps; empty if nothing is. */
export function diskWord(disk: Disk): string {
  if (disk === 'no_key') return m.crew_not_kept();
  if (disk === 'unread') return m.crew_disk_unread();
  return disk === 'fails' ? m.crew_disk_fails() : '';
}

/** What was said, in a line. */
export function saidWords(what: What): string {
  switch (what.kind) {
    case 'stamp':
      return say(codes.incident_states, what.state);
    case 'measured':
      return reading(`${vitalName(what.code)} ${what.value}`);
    case 'found':
      return `${observationName(what.code)}: ${say(codes.findings, what.finding)}`;
    case 'note':
      return what.body;
    case 'safe':
      return m.crew_sos_safe();
    case 'sos':
      return m.crew_sos();
  }
}

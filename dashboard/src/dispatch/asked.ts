/** What is asked of an incident in a dialog. */
import type { IncidentPlace, IncidentStep } from '../api/types';

export type AskedAct =
  | { what: 'reassign'; place: IncidentPlace }
  | { what: 'stand_down'; place: IncidentPlace }
  | { what: 'resolve_remotely' }
  | { what: 'cancel' }
  | { what: 'close' }
  | { what: 'amend'; step: IncidentStep; number: number; at: number };

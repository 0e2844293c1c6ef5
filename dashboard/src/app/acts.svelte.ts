/** Dialogs that any page can open: acknowledge, pause, help, sign out with the watch in hand. */
import type { Alert } from '../api/types';

class Acts {
  acknowledging = $state.raw<Alert | null>(null);
  pausing = $state.raw<Alert | null>(null);
  helping = $state(false);
  leaving = $state(false);
  /** On a patient's page: set while an observation is being written down; with its code, if that is already known. */
  observing = $state.raw<{ code: string | null } | null>(null);
  /** On a patient's page: set while a call is being made; with the task that it is about. */
  calling = $state.raw<{ task: string | null } | null>(null);
  arming = $state(false);
}

export const acts = new Acts();

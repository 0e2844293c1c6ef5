/** Dialogs that any page can open: acknowledge, pause, a step of a task, help, sign out with the watch in hand. */
import type { Alert, Task } from '../api/types';
import type { Asked } from '../model/tasks';

/** A task as it was when something was asked of it, and what is to be renewed when that is done. */
export interface AskedTask {
  task: Task;
  what: Asked;
  changed: () => void;
}

class Acts {
  acknowledging = $state.raw<Alert | null>(null);
  pausing = $state.raw<Alert | null>(null);
  /** Something of a stay is to be switched off for hours: the rule of an alert, or what is chosen then. */
  shelving = $state.raw<{ episode: string; rule: string | null } | null>(null);
  tasking = $state.raw<AskedTask | null>(null);
  /** Somebody is to be sent to a patient; with the alert that it is about, if it is about one. */
  sending = $state.raw<{ episode: string; alert: Alert | null } | null>(null);
  helping = $state(false);
  leaving = $state(false);
  /** On a patient's page: set while an observation is being written down; with its code, if that is already known. */
  observing = $state.raw<{ code: string | null } | null>(null);
  /** On a patient's page: set while a call is being made; with the task that it is about. */
  calling = $state.raw<{ task: string | null } | null>(null);
  arming = $state(false);
}

export const acts = new Acts();

/** What a person who takes an alert may add: what they do about it, and after how long to be reminded. Both may be left out. */
import type { Alert, AlertAction, Priority } from '../api/types';

/** What is sent with an acknowledgement; the names are the hub's. */
export interface Saying {
  action: AlertAction | null;
  /** The time after which to be reminded, in minutes. */
  remind_in_min: number | null;
}
export const NOTHING_SAID: Saying = { action: null, remind_in_min: null };
export const saysNothing = ({ action, remind_in_min }: Saying): boolean => action === null && remind_in_min === null;

/** The most frequent first: what is done from the desk, then what takes others. */
export const ACTIONS: readonly AlertAction[] = [
  'calling_patient',
  'repeat_asked',
  'sensor_corrected',
  'watching',
  'as_ordered',
  'calling_family',
  'physician_asked',
  'sending_someone',
];

/** After how many minutes somebody may want to be reminded. The hub decides; this is what is offered. */
export const remindMinutes = (priority: Priority): number[] => (priority === 'high' ? [5] : [5, 10, 15]);

/** What can be said of an alert of this priority: one that rose meanwhile takes no reminder as late as it was chosen. */
export const fitting = (said: Saying, priority: Priority): Saying =>
  said.remind_in_min === null || remindMinutes(priority).includes(said.remind_in_min)
    ? said
    : { ...said, remind_in_min: Math.max(...remindMinutes(priority)) };

/** True if this person has the alert, and may say what they do about it. */
export const saysOf = (alert: Alert, me: string | null): boolean =>
  alert.open && alert.condition !== 'cleared' && me !== null && alert.acknowledged_by?.id === me;

/** Pauses and reminders: when an alert makes no sound though it is open, and when an acknowledged one does. */
import type { Alert, Climb, PauseReason, Priority, Quiet, QuietContext } from '../api/types';

/** How long a pause may last, s. The hub decides; this is what the dialog offers. */
export const pauseSeconds = (priority: Priority): number[] => (priority === 'high' ? [60, 120] : [120, 300, 600, 900]);

/** The limits of what comes off in water, or when the patient is moved. */
const WET = /^(spo2|pulse_rate|heart_rate|respiratory_rate)_(low|high)$/;

/** For which reasons the hub pauses an alert: none for silence, links, batteries and the hub itself. */
export function pauseReasons(alert: Alert): PauseReason[] {
  if (alert.rule === 'sensor_off') return ['at_the_patient', 'bath', 'transport'];
  if (alert.kind !== 'clinical') return [];
  return WET.test(alert.rule) ? ['at_the_patient', 'bath', 'transport'] : ['at_the_patient'];
}

export const isPaused = (climb: Climb | undefined, now_ms: number): boolean =>
  climb?.pause != null && (climb.pause.until_at ?? Infinity) > now_ms;

/** True if the alert is paused by itself, and not with others of its stay: only such a pause is ended at the alert. */
export const isPausedAlone = (climb: Climb | undefined): boolean => climb?.pause != null && !climb.pause.quiet_id;

/** How long a rule may be switched off, min, and a context may last; the hub decides. */
export const SHELF_MIN = [30, 60, 120, 240, 480];
export const CONTEXT_MIN: Record<QuietContext, (number | null)[]> = {
  bath: [15, 30, 60],
  transport: [30, 60, 120, 240],
  end_of_life: [null, 480, 1_440],
};

/** True if a nurse may switch the rule of this alert off now. */
export const isShelvable = (alert: Alert, quiets: readonly Quiet[]): boolean =>
  alert.kind === 'clinical' &&
  !['call', 'task_late', 'fever', 'news2', 'temperature_high'].includes(alert.rule) &&
  alert.priority !== 'high' &&
  !quiets.some((quiet) => quiet.rule === alert.rule);

/** True if the hub will keep this alert quiet because of it; the hub decides, and says so with the alert's climb. */
export const coversAlert = ({ rule, context }: Quiet, alert: Alert): boolean => {
  if (context === 'end_of_life')
    return alert.kind === 'clinical' && alert.rule !== 'call' && alert.rule !== 'task_late';
  const isNamed = context === null ? rule === alert.rule : pauseReasons(alert).includes(context);
  return isNamed && alert.priority !== 'high';
};

/** For so long a new alert may be without its climb, ms; after that it sounds, whatever is quiet. */
const CLIMB_COMES_MS = 10_000;

/**
 * The alerts that may sound: those that nobody paused. A new one comes before the hub has said whether something that is quiet names
 * it; of those that it will name, none sounds in between.
 */
export const unpaused = (
  alerts: readonly Alert[],
  climbs: ReadonlyMap<string, Climb>,
  now_ms: number,
  quiets: ReadonlyMap<string, readonly Quiet[]> = new Map(),
): Alert[] =>
  alerts.filter((alert) => {
    const climb = climbs.get(alert.id);
    if (climb || now_ms - alert.raised_at > CLIMB_COMES_MS) return !isPaused(climb, now_ms);
    return !(quiets.get(alert.episode_id ?? '') ?? []).some((quiet) => coversAlert(quiet, alert));
  });

/**
 * Which reminders a screen has sounded. One sounds once, where it is for: at its owner's screens, or at all of them if
 * the owner has none. What had been reminded before this screen was opened is over.
 */
export class Reminding {
  private known: Map<string, number> | null = null;

  /** The alerts whose reminder sounds now. */
  due(alerts: readonly Alert[], climbs: ReadonlyMap<string, Climb>, me: string): Alert[] {
    const before = this.known;
    this.known = new Map([...climbs.values()].map((climb) => [climb.alert_id, climb.reminders]));
    if (before === null) return [];
    return alerts.filter((alert) => {
      const climb = climbs.get(alert.id);
      if (!climb || climb.reminders <= (before.get(alert.id) ?? climb.reminders)) return false;
      return climb.reminded_everyone || alert.acknowledged_by?.id === me;
    });
  }
}

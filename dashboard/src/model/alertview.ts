/** How alerts are counted, ordered and drawn. */
import type { Alert, Priority } from '../api/types';

/** Filled: unacknowledged. Outline: acknowledged. Dashed: ended, not reviewed. */
export type Grip = 'filled' | 'outline' | 'dashed';

const WEIGHT: Record<Priority, number> = { high: 0, medium: 1, low: 2 };

export const isUnacknowledged = (a: Alert): boolean => a.open && a.response === 'none';
/** Still active and unacknowledged: this is what rings. */
export const isRinging = (a: Alert): boolean => isUnacknowledged(a) && a.condition === 'active';

/** What can be reviewed, and so closed: what has ended, and a call, which nothing but this ends. */
export const isReviewable = (a: Alert): boolean =>
  a.open && a.response !== 'reviewed' && (a.condition === 'cleared' || a.rule === 'call');

export function grip(a: Alert): Grip {
  if (a.response === 'none' && a.condition === 'active') return 'filled';
  return a.condition === 'cleared' ? 'dashed' : 'outline';
}

/** Most urgent first: unacknowledged before acknowledged, then by priority, then the longest waiting. */
export function compareAlerts(a: Alert, b: Alert): number {
  const rank = (x: Alert): number => (isRinging(x) ? 0 : isUnacknowledged(x) ? 2 : x.condition === 'active' ? 4 : 6);
  // That an alert reaches nobody comes behind the alerts that do not: whoever reads this takes those.
  const follows = (x: Alert): number => (x.rule === 'rung_unheard' ? 1 : 0);
  const weight = (x: Alert): number => WEIGHT[x.priority] * 10 + rank(x) + follows(x);
  return weight(a) - weight(b) || a.raised_at - b.raised_at || (a.id < b.id ? -1 : 1);
}

/**
 * Whom to see to while this screen is blind: first alerts that nobody had acknowledged, then the others, each by urgency.
 * Whoever acknowledged an alert knows of it without the screen.
 */
export const blindOrder = (alerts: Iterable<Alert>): Alert[] =>
  [...alerts].sort((a, b) => Number(!isUnacknowledged(a)) - Number(!isUnacknowledged(b)) || compareAlerts(a, b));

export function alertsByEpisode(alerts: readonly Alert[]): ReadonlyMap<string, Alert[]> {
  const found = new Map<string, Alert[]>();
  for (const alert of alerts) {
    if (alert.episode_id === null) continue;
    const others = found.get(alert.episode_id);
    if (others) others.push(alert);
    else found.set(alert.episode_id, [alert]);
  }
  return found;
}

/** The alerts of the strip: every unacknowledged high one, then the medium ones. Low ones are on tiles and in the count. */
export const stripAlerts = (alerts: Iterable<Alert>): Alert[] =>
  [...alerts].filter((a) => isUnacknowledged(a) && a.priority !== 'low').sort(compareAlerts);

/** The most urgent unacknowledged alert, low ones included. */
export const mostUrgent = (alerts: Iterable<Alert>): Alert | null =>
  [...alerts].filter(isUnacknowledged).sort(compareAlerts)[0] ?? null;

/** What the nurse looks at or has the focus on: an alert, a patient, both or neither. */
export interface Place {
  alert: string | null;
  episode: string | null;
}

/** The unacknowledged alert at a place: the alert itself, else the most urgent one of its patient. */
function waitingAt(place: Place, alerts: readonly Alert[]): Alert | null {
  const named = alerts.find((a) => a.id === place.alert);
  if (named && isUnacknowledged(named)) return named;
  const episode = named?.episode_id ?? place.episode;
  return episode === null ? null : mostUrgent(alerts.filter((a) => a.episode_id === episode));
}

/**
 * The alert that the acknowledge key takes: one of the patient in front of the nurse, else the most urgent of all.
 * @param places nearest to the nurse first: the focus, then what the page is about
 */
export function toTake(alerts: readonly Alert[], places: readonly Place[]): Alert | null {
  for (const place of places) {
    const waiting = waitingAt(place, alerts);
    if (waiting) return waiting;
  }
  return mostUrgent(alerts);
}

export function countUnacknowledged(alerts: Iterable<Alert>): Record<Priority, number> {
  const counts = { high: 0, medium: 0, low: 0 };
  for (const a of alerts) if (isUnacknowledged(a)) counts[a.priority] += 1;
  return counts;
}

/** The priority that rings now; null if none does. */
export function ringingPriority(alerts: Iterable<Alert>): Priority | null {
  let found: Priority | null = null;
  for (const a of alerts) if (isRinging(a) && (!found || WEIGHT[a.priority] < WEIGHT[found])) found = a.priority;
  return found;
}

/** Rules that end like those of a vital, and are of none. */
const NOT_OF_A_VITAL = ['battery_low', 'screen_silent', 'unit_silent'];

/** The parts of a rule's name: `spo2_low` is about `spo2`, below its limit. */
export interface RuleWords {
  vital: string | null;
  what: 'low' | 'high' | 'rising' | 'falling' | 'silent' | 'implausible' | 'artefact' | 'stuck' | 'other';
}
export function readRule(alert: Pick<Alert, 'rule' | 'vital'>): RuleWords {
  const parts = /^(.+)_(low|high|rising|falling|silent|implausible|artefact|stuck)$/.exec(alert.rule);
  if (!parts || NOT_OF_A_VITAL.includes(alert.rule)) return { vital: alert.vital, what: 'other' };
  return { vital: alert.vital ?? parts[1] ?? null, what: parts[2] as RuleWords['what'] };
}

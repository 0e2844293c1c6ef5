/** Alerts with one cause share a card: a device that falls silent makes all its vitals silent. */
import type { Alert } from '../api/types';
import { isUnacknowledged, readRule, stripAlerts } from './alertview';

export interface Card {
  /** The most urgent alert; the card shows its priority and time. */
  lead: Alert;
  /** All alerts of the card, the lead first. */
  parts: Alert[];
}

/** The name of the cause that alerts may share: a device's silence in one stay. Every other alert stands alone. */
function causeOf(alert: Alert): string {
  if (alert.kind !== 'technical' || readRule(alert).what !== 'silent' || alert.device_id === null) return alert.id;
  return `${alert.episode_id ?? ''} ${alert.device_id}`;
}

/** The cards of the strip, most urgent first. */
export function cards(alerts: Iterable<Alert>): Card[] {
  const byCause = new Map<string, Card>();
  for (const alert of stripAlerts(alerts)) {
    const cause = causeOf(alert);
    const card = byCause.get(cause);
    if (card) card.parts.push(alert);
    else byCause.set(cause, { lead: alert, parts: [alert] });
  }
  return [...byCause.values()];
}

/** The alert, and other unacknowledged ones with the same cause: "I have it" is about all of them. */
export function sameCause(alert: Alert, alerts: Iterable<Alert>): Alert[] {
  const cause = causeOf(alert);
  const others = [...alerts].filter((a) => a.id !== alert.id && isUnacknowledged(a) && causeOf(a) === cause);
  return [alert, ...others];
}

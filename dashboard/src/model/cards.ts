/** Alerts of one cause stand on one card: a device that falls silent takes all its vitals with it. */
import type { Alert } from '../api/types';
import { isUnacknowledged, readRule, stripAlerts } from './alertview';

export interface Card {
  /** The most urgent; the card has its priority and its time. */
  lead: Alert;
  /** All of it, the lead first. */
  parts: Alert[];
}

/** Names what makes alerts one: a device's silence in one stay. Everything else stands alone. */
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

/** The alert and what else nobody has of the same cause: "I have it" is about all of it. */
export function sameCause(alert: Alert, alerts: Iterable<Alert>): Alert[] {
  const cause = causeOf(alert);
  const others = [...alerts].filter((a) => a.id !== alert.id && isUnacknowledged(a) && causeOf(a) === cause);
  return [alert, ...others];
}

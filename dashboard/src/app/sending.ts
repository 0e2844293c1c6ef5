/** Somebody is to be sent to the patient in front: by key, or by a button. */
import type { Alert } from '../api/types';
import { compareAlerts } from '../model/alertview';
import { incidentOf } from '../model/dispatch';
import { acts } from './acts.svelte';
import { front } from './front.svelte';
import { hub } from './hub.svelte';
import { router } from './router.svelte';
import { session } from './session.svelte';

const isClinical = (alert: Alert): boolean => alert.kind === 'clinical';

/** What an incident of this patient would be about: the most urgent open alert about the patient. */
const alertOf = (episode: string): Alert | null =>
  hub.alerts.filter((one) => one.episode_id === episode && isClinical(one)).sort(compareAlerts)[0] ?? null;

/**
 * Opens the dialog; where somebody is sent already, it leads to that incident.
 * @param alert the one in front; where it is another patient's, or about a device, the patient's own most urgent one counts
 */
export function sendTo(episode: string | null, alert: Alert | null): void {
  const whom = episode ?? alert?.episode_id ?? null;
  if (whom === null) return;
  const known = incidentOf(hub.board.incidents.values(), whom);
  if (known && session.seesIncidents) router.go({ page: 'dispatch', incident: known.id });
  else if (session.opensIncidents)
    acts.sending = { episode: whom, alert: alert?.episode_id === whom && isClinical(alert) ? alert : alertOf(whom) };
}

/**
 * By key: to the patient of the alert or tile that is looked at. On the wall and among the alerts, where nobody is, to whom the acknowledge
 * key would take; on other pages to nobody, because what is looked at there may be about somebody else.
 */
export function sendFromFront(): void {
  const place = front.places.find(({ alert, episode }) => alert !== null || episode !== null);
  const alert = hub.alerts.find((one) => one.id === place?.alert);
  const ofAll = router.route.page === 'wall' || router.route.page === 'alerts';
  if (!place) sendTo(null, ofAll ? front.taken : null);
  else if (place.alert === null) sendTo(place.episode, null);
  else if (alert?.episode_id) sendTo(alert.episode_id, alert);
}

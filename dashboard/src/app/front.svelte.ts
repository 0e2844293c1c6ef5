/**
 * The patient in front of the nurse: the one who has the focus, else the one whom the page is about. A dialog takes the
 * focus but not the patient: until it is closed, the patient in front is the one who was when it opened.
 */
import type { Alert } from '../api/types';
import { toTake, type Place } from '../model/alertview';
import { hub } from './hub.svelte';
import { router } from './router.svelte';

const NOWHERE: Place = { alert: null, episode: null };

class Front {
  private focused = $state.raw<Place>(NOWHERE);

  /** The focus has moved to this element; null when it has left the page. */
  focus(element: Element | null): void {
    if (element?.closest('dialog')) return;
    const alert = element?.closest<HTMLElement>('[data-alert]')?.dataset['alert'] ?? null;
    const patient = element?.closest<HTMLElement>('[data-episode], [data-patient]')?.dataset;
    this.focused = { alert, episode: patient?.['episode'] ?? patient?.['patient'] ?? null };
  }

  get places(): Place[] {
    const { route } = router;
    const page: Place = {
      alert: route.page === 'alerts' ? route.alert : null,
      episode: route.page === 'patient' ? route.episode : null,
    };
    return [this.focused, page];
  }

  /** The alert that the acknowledge key would take now. */
  get taken(): Alert | null {
    return toTake(hub.alerts, this.places);
  }
}

export const front = new Front();

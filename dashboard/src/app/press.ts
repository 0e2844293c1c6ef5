/** When the newest press was made, by the browser's own time for it: the page may handle it much later. */
import { ApiError } from '../api/problem';
import { isOld } from '../model/press';
import { hub } from './hub.svelte';

let pressed = -Infinity;
for (const kind of ['pointerup', 'click', 'keydown'] as const)
  addEventListener(kind, (event) => (pressed = event.timeStamp), { capture: true, passive: true });

/**
 * When the person pressed, by the hub's clock; null when this screen does not know it.
 * @throws ApiError `pressed_late` for a press that waited in a browser that stood still
 */
export function pressedAt(): number | null {
  const age_ms = performance.now() - pressed;
  if (isOld(age_ms)) throw ApiError.own('pressed_late');
  return hub.lastHeardAt === null ? null : Math.round(hub.now() - age_ms);
}

/** The hub was updated and this page was not: it loads itself anew, once, so that a page that comes back the same does not spin. */
const KEY = 'hearth-loaded-anew';
const AGAIN_AFTER_MS = 60_000;

export function loadAnew(): void {
  const last = Number(sessionStorage.getItem(KEY) ?? 0);
  if (Date.now() - last < AGAIN_AFTER_MS) return;
  sessionStorage.setItem(KEY, String(Date.now()));
  location.reload();
}

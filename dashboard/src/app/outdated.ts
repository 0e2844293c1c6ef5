/** The hub was updated and this page was not: it loads itself anew, once, so that a page that comes back the same does not spin. */
const KEY = 'hearth-loaded-anew';
const AGAIN_AFTER_MS = 60_000;
/** How long the hub may take to say which version it has, ms. */
const PATIENCE_MS = 4_000;

export function loadAnew(): void {
  const last = Number(sessionStorage.getItem(KEY) ?? 0);
  if (Date.now() - last < AGAIN_AFTER_MS) return;
  sessionStorage.setItem(KEY, String(Date.now()));
  location.reload();
}

/**
 * Whether the hub's pages are those of this version: its first page names the file in which this very code is. Null if it
 * does not answer. The page is asked for by its other name, which the service worker does not keep.
 */
export async function hubHas(): Promise<'this' | 'another' | null> {
  try {
    const answer = await fetch('/index.html', { cache: 'no-store', signal: AbortSignal.timeout(PATIENCE_MS) });
    if (!answer.ok) return null;
    return (await answer.text()).includes(new URL(import.meta.url).pathname) ? 'this' : 'another';
  } catch {
    return null;
  }
}

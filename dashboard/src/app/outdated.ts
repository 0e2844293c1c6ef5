/**
 * A page whose files cannot be had loads itself anew. The sound of the new page may be silent until somebody presses something,
 * and a page that comes back the same must not spin: so it is done where it helps, and seldom.
 */
const UPDATED = 'hearth-loaded-anew';
const AGAIN_AFTER_MS = 60_000;
const FILE_FAILED = 'hearth-loaded-for-a-file';
/** How long the hub may take to say which version it has, ms. */
const PATIENCE_MS = 4_000;

/** Loads the page anew unless this tab did so less than `again_ms` ago, or cannot remember when it did. Says whether it does. */
function reload(key: string, again_ms: number): boolean {
  try {
    const last = sessionStorage.getItem(key);
    if (last !== null && Date.now() - Number(last) < again_ms) return false;
    sessionStorage.setItem(key, String(Date.now()));
  } catch {
    return false;
  }
  location.reload();
  return true;
}

/** The hub was updated and this page was not: loads it anew, once a minute at most. Says whether it does. */
export const loadAnew = (): boolean => reload(UPDATED, AGAIN_AFTER_MS);

/** Reloads the page because a file of the present version failed to load; only once until a file loads again. Returns whether it reloads. */
export const loadOnce = (): boolean => reload(FILE_FAILED, Infinity);

/** Notes that a file has loaded, so that the page may be reloaded when the next one fails. */
export function fileCame(): void {
  try {
    sessionStorage.removeItem(FILE_FAILED);
  } catch {
    // Nothing was remembered, either.
  }
}

/**
 * Whether the hub has the build of which this page is; null if it does not answer. Each build gives this code a file with a
 * name of its own (`/assets/index-….js`, the address of this module), and the hub's first page names the files of its build.
 * That page is asked for as `/index.html`, because the service worker answers for `/` with the one it has kept.
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

/** The name of this screen among others of the site: four signs that stay with this browser. */
const KEY = 'hearth-screen';
/** Signs that nobody takes for others. */
const SIGNS = 'ACDEFHJKLMNPRTUVWXY34679';

const made = (): string =>
  [...crypto.getRandomValues(new Uint8Array(4))].map((byte) => SIGNS[byte % SIGNS.length]).join('');

/** For a browser that keeps nothing: the same for as long as the page is open. */
let own: string | null = null;

export function screenName(): string {
  if (own !== null) return own;
  try {
    own = localStorage.getItem(KEY) ?? made();
    localStorage.setItem(KEY, own);
  } catch {
    own ??= made();
  }
  return own;
}

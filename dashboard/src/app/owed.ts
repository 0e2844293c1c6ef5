/** Remembers in the browser that somebody has signed out and the hub was not told yet. */

const KEY = 'hearth-sign-out-owed';
/** Where the browser stores nothing the page still knows it until it is closed. */
let owed = false;

export function isOwed(): boolean {
  try {
    return owed || localStorage.getItem(KEY) !== null;
  } catch {
    return owed;
  }
}

export function owes(it: boolean): void {
  owed = it;
  try {
    if (it) localStorage.setItem(KEY, 'yes');
    else localStorage.removeItem(KEY);
  } catch {
    // As above.
  }
}

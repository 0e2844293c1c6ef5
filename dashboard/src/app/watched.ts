/** Remembers in the browser that this screen watched patients. Signing out says that it need not watch any more. */
import { readWatched, type Watched } from '../model/sessionend';

const KEY = 'hearth-watched';

function keep(watched: Watched | null): void {
  try {
    if (watched) localStorage.setItem(KEY, JSON.stringify(watched));
    else localStorage.removeItem(KEY);
  } catch {
    // Without storage the screen still knows it until it is closed.
  }
}

function kept(): Watched | null {
  try {
    return readWatched(localStorage.getItem(KEY));
  } catch {
    return null;
  }
}

let watched: Watched | null = kept();

export const watches = (name: string): void => keep((watched = { name, ended_at: null }));
export const forgetWatching = (): void => keep((watched = null));

/** Notes that the screen no longer watches; returns since when, if it ever did. */
export function watchingEnded(now: number): Watched | null {
  if (watched && watched.ended_at === null) keep((watched = { ...watched, ended_at: now }));
  return watched;
}

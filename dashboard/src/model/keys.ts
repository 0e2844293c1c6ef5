/** What a key press means. Media keys are never used. Pure: the caller acts. */
export type KeyAct =
  | 'acknowledge'
  | Card
  | 'search'
  | 'help'
  | 'observe'
  | 'call'
  | 'dispatch'
  | 'board'
  | 'back'
  | 'wall'
  | 'home'
  | 'alerts'
  | 'setup'
  | 'tasks'
  | 'handover'
  | 'previous'
  | 'next'
  | 'up'
  | 'down'
  | 'open';
/** A card of the strip, by its position in reading order. */
export type Card = 'card 1' | 'card 2' | 'card 3';
export const CARDS: readonly Card[] = ['card 1', 'card 2', 'card 3'];

/** What a key that is held down does again and again. */
export const MOVES: readonly KeyAct[] = ['previous', 'next', 'up', 'down'];

export interface KeyPress {
  key: string;
  modified: boolean;
  /** True while typing into a field: then only Esc has a meaning. */
  typing: boolean;
  /** True while a dialog is open: it gets the keys, except for those that take an alert. */
  dialog: boolean;
  onTile: boolean;
  /** True when the page runs from right to left. */
  rtl: boolean;
}

/** How much time a chord such as `G W` may take, ms. */
export const CHORD_MS = 1_500;

const ARROWS: Record<string, KeyAct> = { ArrowLeft: 'previous', ArrowRight: 'next', ArrowUp: 'up', ArrowDown: 'down' };
/** Where a language runs from right to left, the next tile is at the left. */
const ARROWS_RTL: Record<string, KeyAct> = { ...ARROWS, ArrowLeft: 'next', ArrowRight: 'previous' };
const TAKING: Record<string, KeyAct> = { a: 'acknowledge', 1: 'card 1', 2: 'card 2', 3: 'card 3' };
const SINGLE: Record<string, KeyAct> = {
  ...TAKING,
  '/': 'search',
  '?': 'help',
  o: 'observe',
  c: 'call',
  d: 'dispatch',
};
const CHORD: Record<string, KeyAct> = {
  w: 'wall',
  b: 'home',
  q: 'alerts',
  s: 'setup',
  t: 'tasks',
  h: 'handover',
  d: 'board',
};

/**
 * @param shortcuts single-character shortcuts are on (WCAG 2.1.4 wants a switch); arrows, Enter and Esc always work
 * @param chordAt when `G` was pressed last, or null
 */
export function readKey(
  press: KeyPress,
  shortcuts: boolean,
  chordAt: number | null,
  now: number,
): KeyAct | 'chord' | null {
  if (press.modified) return null;
  if (press.dialog) return press.typing || !shortcuts ? null : (TAKING[press.key.toLowerCase()] ?? null);
  if (press.key === 'Escape') return 'back';
  if (press.typing) return null;
  const arrow = (press.rtl ? ARROWS_RTL : ARROWS)[press.key];
  if (press.onTile && arrow) return arrow;
  if (press.onTile && press.key === 'Enter') return 'open';
  if (!shortcuts) return null;
  const key = press.key.toLowerCase();
  if (chordAt !== null && now - chordAt <= CHORD_MS && CHORD[key]) return CHORD[key];
  if (key === 'g') return 'chord';
  return SINGLE[key] ?? null;
}

export interface Spot {
  id: string;
  x: number;
  y: number;
}

/** The tile next to another one in a direction, by their places on the screen; null if there is none. */
export function neighbour(spots: readonly Spot[], from: string, act: KeyAct): string | null {
  const at = spots.findIndex((s) => s.id === from);
  const here = spots[at];
  if (!here) return spots[0]?.id ?? null;
  if (act === 'previous') return spots[at - 1]?.id ?? null;
  if (act === 'next') return spots[at + 1]?.id ?? null;
  const beyond = spots.filter((s) => (act === 'up' ? s.y < here.y - 4 : s.y > here.y + 4));
  const far = (s: Spot): number => Math.abs(s.y - here.y) * 1_000 + Math.abs(s.x - here.x);
  return beyond.sort((a, b) => far(a) - far(b))[0]?.id ?? null;
}

/** What a key press means. Media keys are never mapped. Pure: the shell acts. */
export type KeyAct =
  | 'acknowledge'
  | Card
  | 'search'
  | 'help'
  | 'observe'
  | 'back'
  | 'wall'
  | 'alerts'
  | 'setup'
  | 'previous'
  | 'next'
  | 'up'
  | 'down'
  | 'open';
/** A card of the strip, by its place in reading order. */
export type Card = 'card 1' | 'card 2' | 'card 3';
export const CARDS: readonly Card[] = ['card 1', 'card 2', 'card 3'];

export interface KeyPress {
  key: string;
  modified: boolean;
  /** Typing into a field: only Esc means anything. */
  typing: boolean;
  /** A dialog is open: it has the keyboard, but for the keys that take an alert. */
  dialog: boolean;
  onTile: boolean;
  /** The page runs right to left. */
  rtl: boolean;
}

/** A chord `G W` must be finished within this. */
export const CHORD_MS = 1_500;

const ARROWS: Record<string, KeyAct> = { ArrowLeft: 'previous', ArrowRight: 'next', ArrowUp: 'up', ArrowDown: 'down' };
/** Where the language runs right to left, the next tile stands at the left. */
const ARROWS_RTL: Record<string, KeyAct> = { ...ARROWS, ArrowLeft: 'next', ArrowRight: 'previous' };
const TAKING: Record<string, KeyAct> = { a: 'acknowledge', 1: 'card 1', 2: 'card 2', 3: 'card 3' };
const SINGLE: Record<string, KeyAct> = { ...TAKING, '/': 'search', '?': 'help', o: 'observe' };
const CHORD: Record<string, KeyAct> = { w: 'wall', q: 'alerts', s: 'setup' };

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

/** The tile to go to from one tile in a direction, by their places on the screen. */
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

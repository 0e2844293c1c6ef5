/** Where a tile stands on the wall, and when it may move. */
import type { Alert } from '../api/types';
import { compareAlerts, grip } from './alertview';

export type Shelf = 'needs' | 'watch' | 'steady';

export interface Standing {
  id: string;
  label: string;
  shelf: Shelf;
  /** Lower is more urgent. */
  rank: number;
  /** Sorts tiles within a rank; 0 where only the label counts. */
  since: number;
}

/** From this NEWS2 on somebody has to look, whether or not an alert rings for it. */
export const WATCHED_FROM = 5;

/**
 * Ranks: unacknowledged (high, medium), acknowledged, ended but not reviewed, a score of concern (the highest first),
 * something cannot be seen, steady.
 */
export function standing(
  id: string,
  label: string,
  alerts: Alert[],
  sightImpaired: boolean,
  score: number | null = null,
): Standing {
  const worst = [...alerts].sort(compareAlerts)[0];
  if (!worst || worst.priority === 'low') {
    if (score !== null && score >= WATCHED_FROM) return { id, label, shelf: 'watch', rank: 6, since: -score };
    const watch = worst !== undefined || sightImpaired;
    return { id, label, shelf: watch ? 'watch' : 'steady', rank: watch ? 7 : 8, since: 0 };
  }
  const step = { filled: 0, outline: 2, dashed: 4 }[grip(worst)];
  return { id, label, shelf: 'needs', rank: step + (worst.priority === 'high' ? 0 : 1), since: worst.raised_at };
}

const collator = new Intl.Collator('en', { numeric: true });

export const compareStandings = (a: Standing, b: Standing): number =>
  a.rank - b.rank || a.since - b.since || collator.compare(a.label, b.label) || (a.id < b.id ? -1 : 1);

export interface Order {
  placed: Standing[];
  changed_at: number;
}

/** How often tiles are sorted at most, ms, so that a tile stays where the eye left it. */
export const HYSTERESIS_MS = 10_000;

const same = (a: Standing[], b: Standing[]): boolean =>
  a.length === b.length && a.every((s, i) => s.id === b[i]?.id && s.shelf === b[i].shelf);

/**
 * The order to show now. While the wall is held (pointer or focus on a tile), and until tiles may be sorted again, no tile
 * moves: those that left are taken out, and new ones are added at the end. Red alerts are in the strip in any case.
 */
export function nextOrder(before: Order, wanted: Standing[], now: number, held: boolean): Order {
  const sorted = [...wanted].sort(compareStandings);
  if (same(before.placed, sorted)) return before;
  const free = !held && now - before.changed_at >= HYSTERESIS_MS;
  if (before.placed.length === 0 || free) return { placed: sorted, changed_at: now };
  const present = new Map(wanted.map((s) => [s.id, s]));
  const kept = before.placed.filter((s) => present.delete(s.id));
  const placed = [...kept, ...present.values()];
  return same(before.placed, placed) ? before : { placed, changed_at: before.changed_at };
}

/** The board of dispatch, as the feed tells it: incidents and units, and what it is as a whole. */
import type { Incident, Item, Unit } from '../api/types';

export interface Board {
  /** By id: those that are not closed. */
  incidents: ReadonlyMap<string, Incident>;
  /** By id. */
  units: ReadonlyMap<string, Unit>;
  /** So many more incidents are not closed. */
  left_off: number;
  /** False once the hub cannot read it any more; null before the hub has looked. */
  current: boolean | null;
}

export const emptyBoard = (): Board => ({ incidents: new Map(), units: new Map(), left_off: 0, current: null });

const without = <V>(map: ReadonlyMap<string, V>, key: string): ReadonlyMap<string, V> =>
  map.has(key) ? new Map([...map].filter(([known]) => known !== key)) : map;

/** Another board with each change: who looks at it sees that something changed. */
export function takeBoard(board: Board, item: Item): Board {
  const { key, incident, unit } = item;
  if (incident) return { ...board, incidents: new Map(board.incidents).set(key, incident) };
  if (unit) return { ...board, units: new Map(board.units).set(key, unit) };
  if (item.board) return { ...board, left_off: item.board.left_off, current: item.board.current };
  if (item.gone) return { ...board, incidents: without(board.incidents, key), units: without(board.units, key) };
  return board;
}

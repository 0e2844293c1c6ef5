/** Limits as they are typed, checked before they are sent; the hub checks again. */
import type { Limit, Priority } from '../api/types';

export type LimitFault =
  | 'not_a_number'
  | 'low_not_below_high'
  | 'critical_low_not_below'
  | 'critical_high_not_above'
  | 'delay_out_of_range'
  | 'no_limit';

export const BOUNDS = ['critical_low', 'low', 'high', 'critical_high'] as const;
export type Bound = (typeof BOUNDS)[number];
export type LimitField = Bound | 'delay_s';

/** The longest delay that a limit may have, s. */
export const MOST_DELAY_S = 3_600;

/** One row of the form as it was typed: a text that cannot be read stays in its field. */
export type LimitDraft = Record<LimitField, string> & {
  vital: string;
  priority: Priority;
  /** The limit as it was shown: with all its rungs, of which a row shows the first and the critical one. */
  shown?: Limit | undefined;
};

const typed = (n: number | null): string => (n === null ? '' : String(n));

export const draftOf = (l: Limit): LimitDraft => ({
  vital: l.vital,
  priority: l.priority,
  critical_low: typed(l.critical_low),
  low: typed(l.low),
  high: typed(l.high),
  critical_high: typed(l.critical_high),
  delay_s: typed(l.delay_s),
  shown: l,
});

/** True when nothing in the row differs from what was shown. */
function isUntouched(draft: LimitDraft): boolean {
  if (!draft.shown) return false;
  const shown = draftOf(draft.shown);
  return draft.priority === shown.priority && [...BOUNDS, 'delay_s' as const].every((f) => draft[f] === shown[f]);
}

/** Reads a decimal number with a point or a comma; null when the text is empty, undefined when it is not a number. */
export function readNumber(text: string): number | null | undefined {
  const plain = text.trim().replace(',', '.');
  if (plain === '') return null;
  return /^[+-]?\d+(\.\d+)?$/.test(plain) ? Number(plain) : undefined;
}

export interface ReadRow {
  /** The limit; null while a field has a fault. */
  limit: Limit | null;
  /** The fault of each field that has one. */
  faults: Partial<Record<LimitField, LimitFault>>;
}

/** Reads one row; each fault is given with its field. */
export function readRow(draft: LimitDraft): ReadRow {
  if (draft.shown && isUntouched(draft)) return { limit: draft.shown, faults: {} };
  const faults: ReadRow['faults'] = {};
  const read = { critical_low: null, low: null, high: null, critical_high: null, delay_s: null } as Record<
    LimitField,
    number | null
  >;
  for (const field of [...BOUNDS, 'delay_s'] as const) {
    const value = readNumber(draft[field]);
    if (value === undefined) faults[field] = 'not_a_number';
    else read[field] = value;
  }
  const delay_s = read.delay_s ?? -1;
  if (!faults.delay_s && !(Number.isInteger(delay_s) && delay_s >= 0 && delay_s <= MOST_DELAY_S))
    faults.delay_s = 'delay_out_of_range';
  // Without rungs the hub makes them of the bounds.
  const rungs = { low_rungs: null, high_rungs: null };
  const limit: Limit = { ...read, ...rungs, delay_s, vital: draft.vital, priority: draft.priority };
  const crossed = Object.keys(faults).length === 0 ? crossing(limit) : null;
  if (crossed) faults[crossed[0]] = crossed[1];
  return { limit: Object.keys(faults).length === 0 ? limit : null, faults };
}

function crossing(l: Limit): [LimitField, LimitFault] | null {
  if (BOUNDS.every((b) => l[b] === null)) return ['low', 'no_limit'];
  if (l.low !== null && l.high !== null && l.low >= l.high) return ['low', 'low_not_below_high'];
  if (l.critical_low !== null && l.low !== null && l.critical_low >= l.low)
    return ['critical_low', 'critical_low_not_below'];
  if (l.critical_high !== null && l.high !== null && l.critical_high <= l.high)
    return ['critical_high', 'critical_high_not_above'];
  if (l.critical_low !== null && l.critical_high !== null && l.critical_low >= l.critical_high)
    return ['critical_low', 'low_not_below_high'];
  return null;
}

/** One field that differs between two sets of limits. */
export interface LimitDifference {
  vital: string;
  field: LimitField | 'priority';
  before: number | Priority | null;
  after: number | Priority | null;
  /** True when from now on it rings later, less urgently, or not at all. */
  looser: boolean;
}

const WEIGHT: Record<Priority, number> = { low: 0, medium: 1, high: 2 };

function isLooser(field: LimitField, before: number | null, after: number | null): boolean {
  if (field === 'delay_s') return (after ?? 0) > (before ?? 0);
  if (before === null) return false;
  if (after === null) return true;
  return field === 'low' || field === 'critical_low' ? after < before : after > before;
}

/** What differs for one vital. `null` stands for no limits. */
export function differences(vital: string, before: Limit | null, after: Limit | null): LimitDifference[] {
  const found: LimitDifference[] = [];
  for (const field of BOUNDS) {
    const [from, to] = [before?.[field] ?? null, after?.[field] ?? null];
    if (from !== to) found.push({ vital, field, before: from, after: to, looser: isLooser(field, from, to) });
  }
  if (!before || !after) return found;
  if (before.delay_s !== after.delay_s) {
    const looser = isLooser('delay_s', before.delay_s, after.delay_s);
    found.push({ vital, field: 'delay_s', before: before.delay_s, after: after.delay_s, looser });
  }
  if (before.priority !== after.priority) {
    const looser = WEIGHT[after.priority] < WEIGHT[before.priority];
    found.push({ vital, field: 'priority', before: before.priority, after: after.priority, looser });
  }
  return found;
}

/** The differences after which something rings later, less urgently or not at all; the nurse confirms these before saving. */
export const loosened = (before: readonly Limit[], after: readonly Limit[]): LimitDifference[] =>
  before.flatMap((limit) =>
    differences(limit.vital, limit, after.find((l) => l.vital === limit.vital) ?? null).filter((d) => d.looser),
  );

/** A field that the hub calls `limits[2].low`, as row and field; null for any other path. */
export function limitPath(path: string): [number, string] | null {
  const found = /^limits\[(\d+)\]\.(\w+)$/.exec(path);
  return found ? [Number(found[1]), found[2] ?? ''] : null;
}

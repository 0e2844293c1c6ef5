/** The rungs of a patient's profile as they are typed, and what a change of them weakens; the hub checks again. */
import type { Limit, LimitRung, Priority, TemplateChange } from '../api/types';
import { readNumber } from './typed';

export const SIDES = ['low', 'high'] as const;
export type Side = (typeof SIDES)[number];

/** The most rungs on one side, and the longest time of one, s. */
export const RUNGS_MAX = 6;
const FOR_S_MAX = 3_600;

export type RungFault =
  'not_a_number' | 'low_not_below_high' | 'not_further_out' | 'waits_longer' | 'less_urgent' | 'time_out_of_range';

/** A rung as it was typed; without an edge it is none. */
export interface RungDraft {
  edge: string;
  /** Minutes; 0 for at once. */
  minutes: string;
  priority: Priority;
}

export interface VitalDraft {
  vital: string;
  low: RungDraft[];
  high: RungDraft[];
}

export const rungsOf = (limit: Limit | null | undefined, side: Side): LimitRung[] =>
  (side === 'low' ? limit?.low_rungs : limit?.high_rungs) ?? [];

const draftOfRung = (rung: LimitRung): RungDraft => ({
  edge: String(rung.edge),
  minutes: String(rung.for_s / 60),
  priority: rung.priority,
});

export const draftOfVital = (limit: Limit): VitalDraft => ({
  vital: limit.vital,
  low: rungsOf(limit, 'low').map(draftOfRung),
  high: rungsOf(limit, 'high').map(draftOfRung),
});

export interface ReadVital {
  /** The limit; null while something is wrong, undefined if every rung was taken away. */
  limit: Limit | null | undefined;
  /** What is wrong, by `low 1 edge`. */
  faults: Record<string, RungFault>;
}

const WEIGHT: Record<Priority, number> = { low: 0, medium: 1, high: 2 };
const isFurther = (side: Side, a: number, b: number): boolean => (side === 'low' ? a < b : a > b);

/** What lasts may become more urgent: the same edge, a longer time, a higher priority. */
const lasts = (before: LimitRung, rung: LimitRung): boolean =>
  rung.edge === before.edge && rung.for_s > before.for_s && WEIGHT[rung.priority] > WEIGHT[before.priority];

function readSide(draft: VitalDraft, side: Side, faults: ReadVital['faults']): LimitRung[] {
  const rungs: LimitRung[] = [];
  draft[side].forEach((typed, index) => {
    const [edge, minutes] = [readNumber(typed.edge), readNumber(typed.minutes)];
    if (edge === null) return;
    const at = (field: string): string => `${side} ${index} ${field}`;
    if (edge === undefined) faults[at('edge')] = 'not_a_number';
    const for_s = minutes === undefined || minutes === null ? NaN : minutes * 60;
    const isTime = Number.isInteger(Math.round(for_s * 1000) / 1000) && for_s >= 0 && for_s <= FOR_S_MAX;
    if (!isTime) faults[at('for_s')] = 'time_out_of_range';
    if (edge === undefined || !isTime) return;
    const rung = { edge, for_s: Math.round(for_s), priority: typed.priority };
    const before = rungs.at(-1);
    if (before && !lasts(before, rung)) {
      if (!isFurther(side, rung.edge, before.edge)) faults[at('edge')] = 'not_further_out';
      if (rung.for_s > before.for_s) faults[at('for_s')] = 'waits_longer';
      if (WEIGHT[rung.priority] < WEIGHT[before.priority]) faults[at('priority')] = 'less_urgent';
    }
    rungs.push(rung);
  });
  return rungs;
}

/** The limit of these rungs, with what the hub says beside them. */
export function limitOf(vital: string, low: LimitRung[], high: LimitRung[]): Limit {
  const first = low[0] ?? high[0];
  const critical = (rungs: LimitRung[]): number | null =>
    rungs.slice(1).find((rung) => rung.for_s === 0 && rung.priority === 'high')?.edge ?? null;
  return {
    ...{ vital, low: low[0]?.edge ?? null, high: high[0]?.edge ?? null },
    ...{ critical_low: critical(low), critical_high: critical(high) },
    ...{ delay_s: first?.for_s ?? 0, priority: first?.priority ?? 'low', low_rungs: low, high_rungs: high },
  };
}

/** Reads the rungs of one vital; each fault is given with its place. */
export function readVital(draft: VitalDraft): ReadVital {
  const faults: ReadVital['faults'] = {};
  const [low, high] = [readSide(draft, 'low', faults), readSide(draft, 'high', faults)];
  if (low[0] && high[0] && low[0].edge >= high[0].edge) faults['low 0 edge'] = 'low_not_below_high';
  if (Object.keys(faults).length > 0) return { limit: null, faults };
  return { limit: low.length + high.length > 0 ? limitOf(draft.vital, low, high) : undefined, faults };
}

/** A rung of one vital and side. */
export interface Placed {
  vital: string;
  side: Side;
  rung: LimitRung;
}

const placed = (limits: readonly Limit[]): Placed[] =>
  limits.flatMap((l) => SIDES.flatMap((side) => rungsOf(l, side).map((rung) => ({ vital: l.vital, side, rung }))));

const standsFor = (side: Side, now: LimitRung, before: LimitRung): boolean =>
  !isFurther(side, now.edge, before.edge) &&
  now.for_s <= before.for_s &&
  WEIGHT[now.priority] >= WEIGHT[before.priority];

/** The rungs that follow those that were set, as the hub has them: two, in steps as deep as the last one. */
function deeper(rungs: readonly LimitRung[]): LimitRung[] {
  const deepest = rungs.at(-1);
  const before = rungs.filter((rung) => rung.edge !== deepest?.edge).at(-1);
  if (!deepest || !before) return [];
  const step = deepest.edge - before.edge;
  return [1, 2].map((times) => ({ ...deepest, edge: Math.round((deepest.edge + times * step) * 1000) / 1000 }));
}

/** Of those that follow, the ones that the new ladder has further out, or no more: each rings anew, so none stands for two. */
function lostDeeper(side: Side, before: LimitRung[], now: LimitRung[]): LimitRung[] {
  const deepest = before.at(-1);
  if (!deepest) return [];
  const further = [...now, ...deeper(now)].filter((rung) => isFurther(side, rung.edge, deepest.edge));
  return deeper(before).filter((lost, place) => {
    const rung = further.at(place);
    return !rung || !standsFor(side, rung, lost);
  });
}

/** The rungs that none of the new ones stands for: what they told is told later, less urgently or not at all. */
export const weakened = (before: readonly Limit[], after: readonly Limit[]): Placed[] =>
  before.flatMap((limit) =>
    SIDES.flatMap((side) => {
      const { vital } = limit;
      const [was, now] = [
        rungsOf(limit, side),
        rungsOf(
          after.find((l) => l.vital === vital),
          side,
        ),
      ];
      const set = was.filter((lost) => !now.some((rung) => standsFor(side, rung, lost)));
      return (set.length > 0 ? set : lostDeeper(side, was, now)).map((rung) => ({ vital, side, rung }));
    }),
  );

const isSame = (a: Placed, b: Placed): boolean =>
  a.vital === b.vital &&
  a.side === b.side &&
  a.rung.edge === b.rung.edge &&
  a.rung.for_s === b.rung.for_s &&
  a.rung.priority === b.rung.priority;

/** The rungs that are only in `limits`, not in the others: what a change brought. */
export const onlyIn = (limits: readonly Limit[], others: readonly Limit[]): Placed[] => {
  const known = placed(others);
  return placed(limits).filter((one) => !known.some((other) => isSame(one, other)));
};

/** The limits with the present rungs of the template on the sides that are still as it was. */
export const withChanges = (limits: readonly Limit[], changes: readonly TemplateChange[]): Limit[] => {
  const vitals = [...new Set([...limits, ...changes].map(({ vital }) => vital))];
  const side = (vital: string, of: Side): LimitRung[] =>
    changes.find((change) => change.vital === vital && change.side === of)?.now ??
    rungsOf(
      limits.find((limit) => limit.vital === vital),
      of,
    );
  return vitals
    .map((vital) => limitOf(vital, side(vital, 'low'), side(vital, 'high')))
    .filter((limit) => SIDES.some((of) => rungsOf(limit, of).length > 0));
};

/** What goes and what comes with the present template. */
export const changedRungs = (changes: readonly TemplateChange[]): { goes: Placed[]; comes: Placed[] } => {
  const of = (which: 'then' | 'now'): Limit[] =>
    changes.map(({ vital, side, ...rungs }) =>
      side === 'low' ? limitOf(vital, rungs[which], []) : limitOf(vital, [], rungs[which]),
    );
  return { goes: onlyIn(of('then'), of('now')), comes: onlyIn(of('now'), of('then')) };
};

/** A field that the hub calls `limits[2].low_rungs[1].edge`, as vital's place, side, rung and field. */
export function rungPath(path: string): { row: number; at: string } | null {
  const rung = /^limits\[(\d+)\]\.(low|high)_rungs\[(\d+)\]\.(\w+)$/.exec(path);
  if (rung) return { row: Number(rung[1]), at: `${rung[2]} ${rung[3]} ${rung[4]}` };
  const side = /^limits\[(\d+)\]\.(low|high)/.exec(path);
  return side ? { row: Number(side[1]), at: `${side[2]} 0 edge` } : null;
}

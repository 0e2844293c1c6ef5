/** Figures of the report on alerts, as the page shows them. */
import type { AlertReport } from '../api/types';

export const LEVELS = ['high', 'medium', 'low'] as const;
export type Level = (typeof LEVELS)[number];
/** What becomes of an alert, in the order of time. */
export const STAGES = ['heard', 'seen', 'owned', 'acted', 'closed'] as const;
/** The lengths of the period that can be chosen, in days until now. */
export const PERIODS = [1, 7, 30, 90] as const;

const DAY_MS = 86_400_000;

/** The whole days that end now, in ms. */
export const spanOf = (days: number, now_ms: number): { from: number; to: number } => {
  const to = Math.floor(now_ms);
  return { from: to - days * DAY_MS, to };
};

/** Alerts of a kind and level for each patient and day. */
export const loadOf = (report: AlertReport, kind: string, level: Level): number =>
  report.rules
    .filter((rule) => rule.kind === kind && rule.priority === level)
    .reduce((sum, rule) => sum + rule.per_patient_day, 0);

/** Of the alerts about a patient's condition, how many somebody answered within half an hour; levels that did not ring are left out. */
export const answeredSoon = (report: AlertReport): { level: Level; soon: number; of: number }[] =>
  LEVELS.flatMap((level) => {
    const one = report.times.find((t) => t.clinical && t.priority === level && t.stage === 'answered');
    return one && one.of > 0 ? [{ level, soon: one.within_half_hour, of: one.of }] : [];
  });

export interface Bar {
  day: number;
  /** The instant when the day began, in milliseconds since 1970. */
  at: number;
  total: number;
  high: number;
}

/** One bar a day of the period, those without alerts too. */
export function barsOf(report: AlertReport): Bar[] {
  const count = Math.ceil((report.until - report.from) / DAY_MS);
  const bars = Array.from({ length: count }, (_, day) => ({
    day,
    at: report.from + day * DAY_MS,
    total: 0,
    high: 0,
  }));
  for (const one of report.days) {
    const bar = bars[one.day];
    if (!bar) continue;
    bar.total += one.count;
    if (one.priority === 'high') bar.high += one.count;
  }
  return bars;
}

/** Of the alerts that were judged, the part that was useful; null when nobody judged one. */
export function usefulPart({ useful, not_useful }: { useful: number; not_useful: number }): number | null {
  const judged = useful + not_useful;
  return judged === 0 ? null : useful / judged;
}

/** What people said that they do: of how many alerts that somebody took, and by action, the most frequent first. */
export interface SaidOf {
  clinical: boolean;
  said: number;
  taken: number;
  actions: { action: string; count: number }[];
}

export const saidOf = (report: AlertReport): SaidOf[] =>
  [true, false].flatMap((clinical) => {
    const rows = report.actions.filter((one) => one.clinical === clinical);
    const all = rows.find((one) => one.action === null);
    if (!all || all.taken === 0) return [];
    const actions = rows.flatMap(({ action, count }) => (action === null ? [] : [{ action, count }]));
    return [{ clinical, said: all.count, taken: all.taken, actions }];
  });

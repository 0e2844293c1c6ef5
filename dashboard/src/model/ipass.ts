/** A handover as its two people see it: sheets that are filled in, stays that are read back. Pure. */
import type { Alert, HandoverAccepted, ReducedAlarms, SheetDraft, SheetWish } from '../api/types';

/** A sheet as the giver edits it. */
export interface Sheet {
  episode_id: string;
  version: number;
  severity: SheetDraft['severity'];
  suggested: SheetDraft['severity'];
  summary: string;
  /** The actions, one on each line. */
  actions: string;
  if_then: string;
  /** What rings less for this patient; it is shown and not edited. */
  reduced: ReducedAlarms | null;
}

/** A text of several lines as one line, because the hub keeps lines only within lists. */
const oneLine = (text: string): string => text.split(/\s+/).join(' ').trim();

/**
 * @param facts what to begin the summary with when nothing was said before
 * @param late what is owed to the patient and late, in words: each stands among the actions once
 */
export const sheetOf = (draft: SheetDraft, facts: string, late: readonly string[] = []): Sheet => ({
  episode_id: draft.episode_id,
  version: draft.version,
  severity: draft.severity,
  suggested: draft.severity,
  summary: draft.summary || facts,
  actions: [...new Set([...late, ...draft.actions])].join('\n'),
  if_then: draft.if_then,
  reduced: draft.reduced ?? null,
});

export const wishOf = ({ episode_id, version, severity, summary, actions, if_then }: Sheet): SheetWish => ({
  ...{ episode_id, version, severity, summary: oneLine(summary), if_then: oneLine(if_then) },
  actions: actions
    .split('\n')
    .map(oneLine)
    .filter((line) => line !== ''),
});

/** What the receiver has said of one stay so far. */
export interface Reading {
  read_back: string;
  /** The versions of the alerts that were taken over, by id. */
  taken: ReadonlyMap<string, number>;
  /** The number of the profile whose reduced alarms were read; null while they were not. */
  profile: number | null;
  /** What was quiet then, by its id. */
  quiets: readonly string[];
  read: boolean;
}

export const NOTHING_READ: Reading = { read_back: '', taken: new Map(), profile: null, quiets: [], read: false };

/** The open alerts of a stay, the most urgent first as they come. */
export const alertsOf = (alerts: readonly Alert[], episode: string): Alert[] =>
  alerts.filter((alert) => alert.episode_id === episode && alert.open);

/** The alerts that the receiver has not taken over yet. */
export const left = (open: readonly Alert[], { taken }: Reading): Alert[] => open.filter(({ id }) => !taken.has(id));

/** An alert is taken over as it is shown now, or not after all. */
export function taking(reading: Reading, { id, version }: Alert, on: boolean): Reading {
  const taken = new Map(reading.taken);
  if (on) taken.set(id, version);
  else taken.delete(id);
  return { ...reading, taken };
}

/** True if nothing is reduced for the patient, or what is reduced now has been read. */
export const knowsReduced = (reduced: ReducedAlarms | null, { profile, quiets }: Reading): boolean =>
  reduced === null || (reduced.profile === profile && reduced.quiets.every(({ id }) => quiets.includes(id)));

/** What is reduced has been read as it is shown, or not after all. */
export const readingReduced = (reading: Reading, reduced: ReducedAlarms, on: boolean): Reading => ({
  ...reading,
  profile: on ? reduced.profile : null,
  quiets: on ? reduced.quiets.map(({ id }) => id) : [],
});

/** True once the stay is read back; an alert that came since, or another profile, makes it unread again. */
export const isRead = (open: readonly Alert[], reduced: ReducedAlarms | null, reading: Reading): boolean =>
  reading.read && left(open, reading).length === 0 && knowsReduced(reduced, reading);

/** What is sent of a stay: only alerts that are still open. */
export function receiptOf(episode_id: string, open: readonly Alert[], reading: Reading): HandoverAccepted {
  const alerts = open.flatMap(({ id }) => {
    const version = reading.taken.get(id);
    return version === undefined ? [] : [{ id, version }];
  });
  return {
    episode_id,
    read_back: oneLine(reading.read_back),
    alerts,
    profile: reading.profile,
    quiets: [...reading.quiets],
  };
}

/** Selects what concerns one person from all that happens. Pure: the world, the person and the time come as arguments. */
import type { Alert, Climb, GatewayBrief, Post, StaffRef, StayWatch, Task, Tile, UnmonitoredStay } from '../api/types';
import { compareAlerts } from './alertview';
import { isPaused } from './pause';
import { isOpen } from './tasks';

/** The way in which a person is responsible for a stay: as the holder of its watch, as the backup, or without any watch. */
export type As = 'holder' | 'backup' | 'none';

/** A stay as its row shows it. */
export interface Mine {
  tile: Tile;
  as: As;
  alerts: Alert[];
  /** The open task that is due first. */
  next: Task | null;
}

export interface Ward {
  tiles: Iterable<Tile>;
  /** Who watches which stay; empty where no shifts are kept. */
  watches: ReadonlyMap<string, StayWatch>;
  alerts: ReadonlyMap<string, Alert[]>;
  tasks: readonly Task[];
}

const points = ({ news2 }: Tile): number => (news2 ? (news2.score.total ?? news2.score.at_least) : -1);
const collator = new Intl.Collator('en', { numeric: true });

/** The open task of each stay that is due first. */
export function nextDue(tasks: readonly Task[]): Map<string, Task> {
  const next = new Map<string, Task>();
  for (const task of tasks) {
    const known = next.get(task.episode_id);
    if (isOpen(task) && (!known || task.due_at < known.due_at)) next.set(task.episode_id, task);
  }
  return next;
}

function compare(a: Mine, b: Mine): number {
  const [worstA, worstB] = [a.alerts[0], b.alerts[0]];
  if (worstA && worstB) return compareAlerts(worstA, worstB);
  if (worstA || worstB) return worstA ? -1 : 1;
  return points(b.tile) - points(a.tile) || collator.compare(a.tile.label, b.tile.label);
}

const WHOSE: readonly As[] = ['holder', 'backup', 'none'];

function rows(ward: Ward, as: (episode: string) => As): Mine[] {
  const next = nextDue(ward.tasks);
  return [...ward.tiles].map((tile) => ({
    tile,
    as: as(tile.episode_id),
    alerts: [...(ward.alerts.get(tile.episode_id) ?? [])].sort(compareAlerts),
    next: next.get(tile.episode_id) ?? null,
  }));
}

/** The stays whose watch a person holds, then those of which they are the backup; of each the most urgent first. */
export function patientsOf(ward: Ward, me: string): Mine[] {
  const as = (episode: string): As => {
    const watch = ward.watches.get(episode);
    if (watch?.holder?.id === me) return 'holder';
    return watch?.backup?.id === me ? 'backup' : 'none';
  };
  const mine = rows(ward, as).filter((row) => row.as !== 'none');
  return mine.sort((a, b) => WHOSE.indexOf(a.as) - WHOSE.indexOf(b.as) || compare(a, b));
}

/** From this NEWS2 on somebody has to look. */
const LOOK_FROM = 5;

/** The stays that somebody has to look at, whoever watches them: with an alert or a score of concern. */
export const needSomeone = (ward: Ward): Mine[] =>
  rows(ward, () => 'none')
    .filter((row) => row.alerts.length > 0 || points(row.tile) >= LOOK_FROM)
    .sort(compare);

/** The open alerts that a person has, or that have come to a rung of theirs and nobody has. */
export function alertsFor(
  alerts: Iterable<Alert>,
  climbs: ReadonlyMap<string, Climb>,
  me: { id: string; posts: (alert: Alert) => readonly Post[] },
): Alert[] {
  const isMine = (alert: Alert): boolean => {
    if (alert.acknowledged_by) return alert.acknowledged_by.id === me.id;
    const posts = me.posts(alert);
    return climbs.get(alert.id)?.rungs.some((rung) => rung.posts.some((post) => posts.includes(post))) ?? false;
  };
  return [...alerts].filter(isMine).sort(compareAlerts);
}

/** How far people are with an open alert. */
export const STAGES = ['raised', 'delivered', 'seen', 'paused', 'owned', 'acted', 'ended'] as const;
export type Stage = (typeof STAGES)[number];

export function stageOf(alert: Alert, climb: Climb | undefined, now: number): Stage {
  if (alert.condition === 'cleared') return 'ended';
  if (alert.acknowledged_by) return alert.action === null ? 'owned' : 'acted';
  if (isPaused(climb, now)) return 'paused';
  const told = climb?.rungs.flatMap((rung) => rung.told) ?? [];
  if (told.some(({ opened_at }) => opened_at !== null)) return 'seen';
  return told.length > 0 || climb?.rungs.some(({ receipt }) => receipt !== null) ? 'delivered' : 'raised';
}

export type StageCounts = Record<Stage, Record<Alert['priority'], number>>;

export function countStages(alerts: Iterable<Alert>, climbs: ReadonlyMap<string, Climb>, now: number): StageCounts {
  const none = (): Record<Alert['priority'], number> => ({ high: 0, medium: 0, low: 0 });
  const counts = Object.fromEntries(STAGES.map((stage) => [stage, none()])) as StageCounts;
  for (const alert of alerts) counts[stageOf(alert, climbs.get(alert.id), now)][alert.priority] += 1;
  return counts;
}

/** The gaps in the watch: stays that nobody watches, and stays whose holder is away. */
export interface Uncovered {
  nobody: StayWatch[];
  /** Stays whose holder is signed in nowhere, or whose shift is over, by holder. */
  away: { person: StaffRef; stays: number; overdue: boolean }[];
}

export function uncovered(watches: ReadonlyMap<string, StayWatch>): Uncovered {
  const away = new Map<string, Uncovered['away'][number]>();
  for (const { holder, away: gone, overdue } of watches.values()) {
    if (!holder || !(gone || overdue)) continue;
    const known = away.get(holder.id) ?? { person: holder, stays: 0, overdue };
    away.set(holder.id, { ...known, stays: known.stays + 1, overdue: known.overdue || overdue });
  }
  return { nobody: [...watches.values()].filter(({ holder }) => holder === null), away: [...away.values()] };
}

/** Gateways that somebody has to mend, those that are not heard first. */
export const troubled = (gateways: Iterable<GatewayBrief>): GatewayBrief[] =>
  [...gateways]
    .filter(({ online, problems }) => !online || problems.length > 0)
    .sort((a, b) => Number(a.online) - Number(b.online) || collator.compare(a.id, b.id));

/** The stays that could not be seen, by what has to be mended; an absence of the hub itself hid all of them, and is shown once. */
export interface Unseen {
  hub_ms: number;
  /** Since when the hub has been away, if it still is; ms since 1970. */
  hub_since_at: number | null;
  stays: UnmonitoredStay[];
}

/** What is left of a stay without the time in which the hub was away; null if that was all. */
function ownOf(stay: UnmonitoredStay): UnmonitoredStay | null {
  const causes = stay.causes.filter(({ cause }) => cause !== 'hub');
  const time_ms = causes.reduce((sum, one) => sum + one.time_ms, 0);
  return causes.length === 0 ? null : { ...stay, causes, time_ms };
}

/** Those hidden longest by causes of their own first. */
export function unseen(stays: readonly UnmonitoredStay[]): Unseen {
  const byHub = stays.flatMap(({ causes }) => causes.filter(({ cause }) => cause === 'hub'));
  const onlyHub = stays.filter(({ causes }) => causes.length > 0 && causes.every(({ cause }) => cause === 'hub'));
  const since = onlyHub.flatMap(({ lasts_since_at }) => (lasts_since_at === null ? [] : [lasts_since_at]));
  return {
    hub_ms: Math.max(0, ...byHub.map(({ time_ms }) => time_ms)),
    hub_since_at: since.length === 0 ? null : Math.min(...since),
    stays: stays
      .map(ownOf)
      .filter((stay) => stay !== null)
      .sort((a, b) => b.time_ms - a.time_ms),
  };
}

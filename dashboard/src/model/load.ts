/** How much rings for whom. Pure: the hub counts by stay, whoever watches a stay has its alerts. */
import type { AlertLoad, OnShift, StaffRef, StayWatch } from '../api/types';
import { LOAD_MAX } from './roster';

type Watches = ReadonlyMap<string, StayWatch>;

/** What one person has. */
export interface PersonLoad {
  person: StaffRef;
  patients: number;
  /** Alerts with a sound within the last hour, of the stays that this person watches now; null while nobody knows. */
  rings: number | null;
  /** True if this is more than one person can answer. */
  tooLoud: boolean;
  /** True if these are more patients than one person can watch. */
  tooMany: boolean;
}

const ringsOf = (load: AlertLoad, stays: ReadonlySet<string>): number =>
  load.stays.reduce((sum, stay) => sum + (stays.has(stay.episode_id) ? stay.last_hour : 0), 0);

function loadOf(person: StaffRef, watches: Watches, load: AlertLoad | null): PersonLoad {
  const held = [...watches.values()].filter(({ holder }) => holder?.id === person.id);
  const rings = load && ringsOf(load, new Set(held.map(({ episode_id }) => episode_id)));
  const tooLoud = load !== null && rings !== null && rings > load.an_hour_max;
  return { person, patients: held.length, rings, tooLoud, tooMany: held.length > LOAD_MAX };
}

/** Everybody who watches patients or is on shift to do so, who has most to answer first. */
export function loadsOf(watches: Watches, on: readonly OnShift[], load: AlertLoad | null): PersonLoad[] {
  const people = new Map<string, StaffRef>();
  for (const { person, duty, stays } of on) if (duty === 'nurse' || stays > 0) people.set(person.id, person);
  for (const { holder } of watches.values()) if (holder) people.set(holder.id, holder);
  const loads = [...people.values()].map((person) => loadOf(person, watches, load));
  return loads.sort(
    (a, b) =>
      (b.rings ?? 0) - (a.rings ?? 0) ||
      b.patients - a.patients ||
      a.person.display_name.localeCompare(b.person.display_name),
  );
}

/** What one person has; nothing for somebody who watches nobody. */
export const ownLoad = (me: StaffRef, watches: Watches, load: AlertLoad | null): PersonLoad =>
  loadOf(me, watches, load);

/** Of these stays, those that ring most: so many that the rest is not too much for one person. None if it is not now. */
export function loudest(load: AlertLoad, stays: readonly string[]): Set<string> {
  const rang = load.stays.filter((stay) => stays.includes(stay.episode_id) && stay.last_hour > 0);
  let left = rang.reduce((sum, { last_hour }) => sum + last_hour, 0);
  const chosen = new Set<string>();
  for (const { episode_id, last_hour } of rang.toSorted((a, b) => b.last_hour - a.last_hour)) {
    if (left <= load.an_hour_max) break;
    chosen.add(episode_id);
    left -= last_hour;
  }
  return chosen;
}

/** How often it rang of all stays within the last hour: what one person answers where no shifts are kept. */
export const allRings = (load: AlertLoad): number => load.stays.reduce((sum, { last_hour }) => sum + last_hour, 0);

/** How often one rule rang of one stay within 24 hours, the newest time included; 0 if nobody knows. */
export function repeats(load: AlertLoad | null, episode: string | null, rule: string): number {
  const stay = load?.stays.find((one) => one.episode_id === episode);
  return stay?.rules.find((one) => one.rule === rule)?.count ?? 0;
}

/** What the board of dispatch shows of incidents and units. Pure: time is an argument. */
import type { Incident, IncidentPlace, MapPoint, Unit } from '../api/types';
import { isOffer, isOver, NEXT, OFFERED, ON_THE_WAY } from './placestate';

/** The goal for the time from the alert until somebody is at the door, in milliseconds. */
export const ARRIVE_MS = 1_800_000;
/** A unit that has sent no position for longer than this is drawn hollow, in milliseconds. */
export const SILENT_MS = 60_000;

/** The states of an incident for a dispatcher, the most pressing first. */
export const STANDINGS = ['waiting', 'offered', 'sent', 'there', 'over'] as const;
export type Standing = (typeof STANDINGS)[number];

export const isKept = (place: IncidentPlace): boolean => !isOver(place.state);
export const isOffered = (place: IncidentPlace): boolean => isOffer(place.state);
export const isOnTheWay = (place: IncidentPlace): boolean => ON_THE_WAY.includes(place.state);

/** True while somebody may have to be sent. */
export const isOpen = (incident: Incident): boolean => incident.state === 'received' || incident.state === 'triaged';

/** How far the unit is that is nearest to the patient; an offer counts only where nobody has confirmed. */
export function standing(incident: Incident): Standing {
  const kept = incident.places.filter(isKept);
  // Once the stay has ended nobody can be sent.
  if (!isOpen(incident) || (kept.length === 0 && (incident.outcome !== null || incident.stay_ended))) return 'over';
  if (kept.some((place) => !isOffered(place) && !isOnTheWay(place))) return 'there';
  if (kept.some(isOnTheWay)) return 'sent';
  return kept.length > 0 ? 'offered' : 'waiting';
}

/** Sorts incidents: those without a unit first, and within each state the one with the least time left. */
export function compareIncidents(a: Incident, b: Incident): number {
  const order = (one: Incident): number => STANDINGS.indexOf(standing(one));
  return order(a) - order(b) || a.since_at - b.since_at || (a.id < b.id ? -1 : 1);
}

/** The incident that is shown while nobody has chosen one: it does not change when another incident comes first, because keys act on it. */
export const lookedAt = (before: string | null, sorted: readonly Incident[]): string | null =>
  sorted.some((one) => one.id === before) ? before : (sorted[0]?.id ?? null);

/** The incident of a stay that still needs or has somebody; null if there is none. */
export function incidentOf(incidents: Iterable<Incident>, episode: string): Incident | null {
  for (const one of incidents) if (one.episode_id === episode && standing(one) !== 'over') return one;
  return null;
}

/** The place of an incident that says most to whoever looks at the patient: the unit that is nearest to the door. */
export function foremost(incident: Incident): IncidentPlace | null {
  const kept = incident.places.filter(isKept);
  const expected = kept.find((place) => place.unit_id === incident.half_hour.expected_unit_id);
  return kept.find((place) => !isOffered(place) && !isOnTheWay(place)) ?? expected ?? kept[0] ?? null;
}

/** Where an instant lies on the bar of the half hour, 0 to 1. */
export const onBar = (incident: Incident, at: number): number =>
  Math.min(1, Math.max(0, (at - incident.since_at) / ARRIVE_MS));

/** What a unit may come to next, as somebody hears it by radio. The hub refuses what may not follow. */
export const BY_RADIO: Readonly<Record<string, readonly string[]>> = { ...NEXT, cancelled: ['clear'] };

const CALLED_BACK: readonly string[] = [...OFFERED, ...ON_THE_WAY, 'on_scene'];
const GIVEN: readonly string[] = [...OFFERED, 'acknowledged', 'en_route'];
/** True while its unit can be called back. */
export const canStandDown = (place: IncidentPlace): boolean => CALLED_BACK.includes(place.state);
/** True while it can be given to another unit. */
export const canGive = (place: IncidentPlace): boolean => GIVEN.includes(place.state);

/** True if nobody knows where it is now: the last position is old, or there is none. */
export const isSilent = (unit: Unit, now: number): boolean =>
  unit.seen_at === null || Math.abs(now - unit.seen_at) > SILENT_MS;

/** What a unit does: off, free, or how far it is in its incident. */
export function unitState(unit: Unit, incidents: ReadonlyMap<string, Incident>, now: number): string {
  const places = unit.incident_id ? (incidents.get(unit.incident_id)?.places ?? []) : [];
  const place = places.find((one) => one.unit_id === unit.id && isKept(one));
  if (place) return place.state;
  if (unit.incident_id) return 'busy';
  return unit.crew && unit.crew.from_at <= now && now < unit.crew.until_at ? 'free' : 'off';
}

const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** From one point to another, as the hub estimates it: how long the way takes, ms, and in which direction, degrees from north. */
export function way(from: MapPoint, to: MapPoint): { ms: number; degrees: number } {
  const short = ((to.longitude - from.longitude + 540) % 360) - 180;
  const north_m = (to.latitude - from.latitude) * 111_320;
  const east_m = short * 111_320 * Math.cos(radians((from.latitude + to.latitude) / 2));
  const ms = (Math.hypot(north_m, east_m) * 1.3 * 60_000) / 667;
  return { ms, degrees: (Math.atan2(east_m, north_m) * 180) / Math.PI };
}

/** Rings of the distance view, minutes of driving. */
export const RINGS = [5, 10, 15, 20, 30] as const;
/** As much of a unit's name as fits beside its mark: of a long one the end, which tells units apart. */
export function shortName(name: string): string {
  const letters = Array.from(name);
  return letters.length <= 7 ? name : `…${letters.slice(-6).join('')}`;
}
/** Where a unit stands around a home, from -1 to 1 each; what is further than the last ring stands on the edge. */
export function spot(home: MapPoint, at: MapPoint): { x: number; y: number; minutes: number } {
  const { ms, degrees } = way(home, at);
  const minutes = ms / 60_000;
  const r = Math.min(1, minutes / 30);
  return { x: r * Math.sin(radians(degrees)), y: -r * Math.cos(radians(degrees)), minutes };
}

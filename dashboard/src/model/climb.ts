/** Who an alert reaches when nobody answers it: which rungs a screen has to confirm, and what is told of the next one. */
import type { Climb, Post, Receipt, Role, StayWatch, Watch } from '../api/types';
import { cares, may } from './rights';

const DUTIES: readonly Role[] = ['charge_nurse', 'physician', 'call_agent', 'dispatcher'];

/** True for who works as a nurse: every nurse, and a charge nurse whose shift is a nurse's. */
function nurses(person: string, role: Role, { on_shift }: Watch): boolean {
  const is = ({ person: who, duty, overdue }: Watch['on_shift'][number]): boolean =>
    who.id === person && duty === 'nurse' && !overdue;
  return role === 'nurse' || (role === 'charge_nurse' && on_shift.some(is));
}

/**
 * The posts that whoever is signed in may hold, for alerts about one stay (`held`: its watch, where shifts are kept). The hub
 * decides: it knows who has no screen, and lets others stand in for them. So who is on the roster shuts nobody out here; this
 * only keeps a screen from confirming what can never be for it.
 */
export function postsOf(person: string, role: Role, watch: Watch, held?: StayWatch): Post[] {
  const holder = (watch.by_shift ? held?.holder?.id : watch.holder?.id) ?? null;
  const nurse = nurses(person, role, watch);
  const posts: Post[] = [];
  if (may(role, 'hold_watch') && (holder === person || holder === null)) posts.push('holder');
  if (holder !== person && (nurse || (held?.backup?.id === person && may(role, 'hold_watch')))) posts.push('backup');
  if (DUTIES.includes(role)) posts.push(role as Post);
  if (may(role, 'see_alerts')) posts.push('everyone');
  return posts;
}

/** The largest number of people of whom the hub records that a rung reached them: a confirmation by one more changes nothing. */
const TOLD_MAX = 64;

/**
 * What this screen has to say of rungs for these posts: that it shows an alert, and that somebody here has opened it.
 * Only what the hub does not have of this person.
 */
export function unconfirmed(
  climbs: Iterable<Climb>,
  me: { id: string; posts: (alert: string) => readonly Post[] },
  isShown: (alert: string) => boolean,
  isOpened: (alert: string) => boolean,
): Receipt[] {
  const found: Receipt[] = [];
  for (const { alert_id, round, rungs } of climbs) {
    if (!isShown(alert_id)) continue;
    const mine = me.posts(alert_id);
    for (const { rung, posts, told } of rungs) {
      if (!posts.some((post) => mine.includes(post))) continue;
      const own = told.find(({ person }) => person.id === me.id);
      const opens = isOpened(alert_id) && (own?.opened_at ?? null) === null;
      if (!(own ? opens : told.length < TOLD_MAX)) continue;
      found.push({ alert_id, round, rung, receipt: opens ? 'opened' : 'delivered' });
    }
  }
  return found;
}

/**
 * True if this person may answer an alert: who acts for patients any, call center and dispatch one that has come to them.
 * The hub decides; this only keeps a button off the screen that it would refuse.
 */
export function mayAnswer(role: Role, climb: Climb | undefined): boolean {
  if (cares(role)) return true;
  if (role !== 'call_agent' && role !== 'dispatcher') return false;
  return climb?.rungs.some(({ posts }) => posts.includes(role) || posts.includes('everyone')) ?? false;
}

/** A receipt that the hub did not take is sent again after this long. It waits 10 s for one. */
export const AGAIN_MS = 2_000;

/** Which receipts are to be sent now: each at once, and again as long as the hub does not say that it has it. */
export class Confirming {
  private readonly sent = new Map<string, number>();

  due(receipts: readonly Receipt[], now_ms: number): Receipt[] {
    const name = ({ alert_id, round, rung, receipt }: Receipt): string => `${alert_id} ${round} ${rung} ${receipt}`;
    const wanted = new Set(receipts.map(name));
    for (const known of this.sent.keys()) if (!wanted.has(known)) this.sent.delete(known);
    const due = receipts.filter((receipt) => now_ms - (this.sent.get(name(receipt)) ?? -Infinity) >= AGAIN_MS);
    for (const receipt of due) this.sent.set(name(receipt), now_ms);
    return due;
  }
}

/** Who an alert reaches when nobody answers it: which rungs a screen has to confirm, and what is told of the next one. */
import type { Climb, Post, Role, Watch } from '../api/types';

/** The posts of whoever is signed in. The hub decides; this only keeps a screen from confirming what is not for it. */
export function postsOf(person: string, role: Role, watch: Watch): Post[] {
  const holder = watch.holder?.id ?? null;
  const ofTeam = role === 'nurse' || role === 'charge_nurse';
  const posts: Post[] = [];
  if (holder === person || (holder === null && ofTeam)) posts.push('holder');
  if (role === 'nurse' && holder !== person) posts.push('backup');
  if (role === 'charge_nurse' || role === 'physician' || role === 'call_agent' || role === 'dispatcher')
    posts.push(role);
  if (role !== 'technician') posts.push('everyone');
  return posts;
}

export interface Receipt {
  alert_id: string;
  round: number;
  rung: number;
}

/** The rungs for these posts that no screen has confirmed yet, of alerts that this screen shows. */
export function unconfirmed(
  climbs: Iterable<Climb>,
  posts: readonly Post[],
  isShown: (alert: string) => boolean,
): Receipt[] {
  const found: Receipt[] = [];
  for (const { alert_id, round, rungs } of climbs) {
    if (!isShown(alert_id)) continue;
    for (const { rung, posts: reached, receipt } of rungs)
      if (receipt === null && reached.some((post) => posts.includes(post))) found.push({ alert_id, round, rung });
  }
  return found;
}

/** A receipt that the hub did not take is sent again after this long. It waits 10 s for one. */
export const AGAIN_MS = 2_000;

/** Which receipts are to be sent now: each at once, and again as long as the hub does not say that it has it. */
export class Confirming {
  private readonly sent = new Map<string, number>();

  due(receipts: readonly Receipt[], now_ms: number): Receipt[] {
    const name = ({ alert_id, round, rung }: Receipt): string => `${alert_id} ${round} ${rung}`;
    const wanted = new Set(receipts.map(name));
    for (const known of this.sent.keys()) if (!wanted.has(known)) this.sent.delete(known);
    const due = receipts.filter((receipt) => now_ms - (this.sent.get(name(receipt)) ?? -Infinity) >= AGAIN_MS);
    for (const receipt of due) this.sent.set(name(receipt), now_ms);
    return due;
  }
}

/** Who is signed in at this screen. */
import * as calls from '../api/calls';
import { ApiError } from '../api/problem';
import type { Climb, Role, Session } from '../api/types';
import { mayAnswer } from '../model/climb';
import type { Watched } from '../model/sessionend';
import {
  answers,
  binds,
  cares,
  dispatches,
  hasPage,
  holdsWatch,
  keepsKits,
  keepsShifts,
  may,
  opensIncidents,
  readsAudit,
  readsReports,
  seesAccess,
  seesIncidents,
  seesPatients,
  triesOut,
} from '../model/rights';
import { isOwed, owes } from './owed';
import { forgetWatching, watchingEnded } from './watched';

type State =
  | { at: 'asking' }
  | { at: 'out' }
  | { at: 'in'; session: Session }
  /** The hub does not answer, or does not say who this is. `watched` if this screen was watching before. */
  | { at: 'failed'; error: ApiError; watched: Watched | null }
  /** This screen was watching, and its session ended without anybody signing out. */
  | { at: 'ended'; watched: Watched };

class SessionStore {
  state = $state.raw<State>({ at: 'asking' });

  get role(): Role | null {
    return this.state.at === 'in' ? this.state.session.staff.role : null;
  }
  get staffId(): string | null {
    return this.state.at === 'in' ? this.state.session.staff.id : null;
  }
  /** True when this person acts for patients. */
  get clinical(): boolean {
    return this.role !== null && cares(this.role);
  }
  /** True when this person may answer an alert, with how far it has climbed. */
  mayAnswer(climb: Climb | undefined): boolean {
    return this.role !== null && mayAnswer(this.role, climb);
  }
  get seesPatients(): boolean {
    return this.role !== null && seesPatients(this.role);
  }
  /** True when there is a page for this person. */
  get hasPage(): boolean {
    return this.role !== null && hasPage(this.role);
  }
  get seesStaff(): boolean {
    return this.role !== null && may(this.role, 'see_staff');
  }
  get keepsStaff(): boolean {
    return this.role !== null && may(this.role, 'keep_staff');
  }
  get readsReports(): boolean {
    return this.role !== null && readsReports(this.role);
  }
  get readsAudit(): boolean {
    return this.role !== null && readsAudit(this.role);
  }
  get triesOut(): boolean {
    return this.role !== null && triesOut(this.role);
  }
  get seesAccess(): boolean {
    return this.role !== null && seesAccess(this.role);
  }
  get answers(): boolean {
    return this.role !== null && answers(this.role);
  }
  get seesIncidents(): boolean {
    return this.role !== null && seesIncidents(this.role);
  }
  get dispatches(): boolean {
    return this.role !== null && dispatches(this.role);
  }
  get opensIncidents(): boolean {
    return this.role !== null && opensIncidents(this.role);
  }
  get keepsShifts(): boolean {
    return this.role !== null && keepsShifts(this.role);
  }
  get holdsWatch(): boolean {
    return this.role !== null && holdsWatch(this.role);
  }
  get binds(): boolean {
    return this.role !== null && binds(this.role);
  }
  get keepsKits(): boolean {
    return this.role !== null && keepsKits(this.role);
  }

  async ask(): Promise<void> {
    try {
      await this.settle();
      this.state = { at: 'in', session: await calls.session() };
    } catch (error) {
      const told = error instanceof ApiError ? error : ApiError.own('unreachable');
      if (told.status === 401) this.ended();
      else this.state = { at: 'failed', error: told, watched: watchingEnded(Date.now()) };
    }
  }

  /** The hub no longer knows this session. */
  ended(): void {
    const watched = watchingEnded(Date.now());
    this.state = watched ? { at: 'ended', watched } : { at: 'out' };
  }

  /** Signs in. This also works while a session is open: the picture stays, and the session ends later. */
  async signIn(name: string, password: string): Promise<void> {
    await this.settle();
    this.state = { at: 'in', session: await calls.signIn(name, password) };
    owes(false);
  }

  /**
   * Signs out. The screen is empty at once; where the hub cannot be told, it is told before it is asked for anything again, so that
   * nobody finds the session open who begins the page anew.
   */
  async signOut(): Promise<void> {
    forgetWatching();
    owes(true);
    this.state = { at: 'out' };
    await this.settle().catch(() => undefined);
  }

  private settling: Promise<void> | null = null;
  /** Ends the session that somebody has left, if the hub was not told yet. */
  private settle(): Promise<void> {
    if (!isOwed()) return Promise.resolve();
    this.settling ??= calls
      .signOut()
      .catch((error: unknown) => {
        if (!(error instanceof ApiError && error.status === 401)) throw error;
      })
      .then(() => owes(false))
      .finally(() => (this.settling = null));
    return this.settling;
  }

  passwordChanged(): void {
    if (this.state.at === 'in')
      this.state = { at: 'in', session: { ...this.state.session, must_change_password: false } };
  }
}

export const session = new SessionStore();
calls.onSignedOut(() => {
  // Also of a page that could not ask before: what it shows is nobody's any more.
  if (session.state.at === 'in' || session.state.at === 'failed') session.ended();
});

/** Who is signed in at this screen. */
import * as calls from '../api/calls';
import { ApiError } from '../api/problem';
import type { Role, Session } from '../api/types';
import { cares, keepsKits, seesPatients } from '../model/rights';

type State = { at: 'asking' } | { at: 'out' } | { at: 'in'; session: Session } | { at: 'failed'; error: ApiError };

class SessionStore {
  state = $state.raw<State>({ at: 'asking' });

  get role(): Role | null {
    return this.state.at === 'in' ? this.state.session.staff.role : null;
  }
  /** Acts for patients. */
  get clinical(): boolean {
    return this.role !== null && cares(this.role);
  }
  get seesPatients(): boolean {
    return this.role !== null && seesPatients(this.role);
  }
  get keepsKits(): boolean {
    return this.role !== null && keepsKits(this.role);
  }

  async ask(): Promise<void> {
    try {
      this.state = { at: 'in', session: await calls.session() };
    } catch (error) {
      const told = error instanceof ApiError ? error : new ApiError(0, 'unreachable', '', null);
      this.state = told.status === 401 ? { at: 'out' } : { at: 'failed', error: told };
    }
  }

  async signIn(name: string, password: string): Promise<void> {
    this.state = { at: 'in', session: await calls.signIn(name, password) };
  }

  async signOut(): Promise<void> {
    await calls.signOut().catch(() => undefined);
    this.state = { at: 'out' };
  }

  passwordChanged(): void {
    if (this.state.at === 'in')
      this.state = { at: 'in', session: { ...this.state.session, must_change_password: false } };
  }
}

export const session = new SessionStore();
calls.onSignedOut(() => (session.state = { at: 'out' }));

/**
 * The crew's phone: what is pressed is kept on it before it is shown as said, and is sent when there is a link. What it knows is in
 * `known.svelte.ts`, what it keeps in `keeper.svelte.ts`, and how it asks in `asker.svelte.ts`.
 */
import { ApiError } from '../api/problem';
import type { Session } from '../api/types';
import { newId } from '../app/id';
import { session } from '../app/session.svelte';
import { safeOf } from '../model/crewhelp';
import { Outbox } from '../model/crewoutbox';
import {
  again,
  meaning,
  pressedAt,
  retried,
  seen,
  type Against,
  type Author,
  type Command,
  type What,
} from '../model/crewqueue';
import { Asker } from './asker.svelte';
import * as calls from './calls';
import { KEPT_MS } from './keeper.svelte';

/** How often the board is asked for, ms; and the card, whose numbers a crew reads beside the patient. */
const BOARD_MS = 3_000;
const CARD_MS = 5_000;
/** A clock that is off by more is told, ms. */
export const CLOCK_OFF_MS = 60_000;

class Phone extends Asker {
  /** True if the queue holds no more. */
  full = $state(false);
  private outbox = this.makeOutbox();

  private makeOutbox(): Outbox {
    return new Outbox({
      queue: () => this.queue,
      become: (queue) => (this.queue = queue),
      keep: () => this.save(),
      person: () => this.person?.id ?? null,
      send: (command) => this.sendOne(command),
      now: () => this.now,
    });
  }

  start(): () => void {
    this.running = true;
    const beat = setInterval(() => {
      this.wall = Date.now();
      this.mono = performance.now();
      if (this.board && this.heardAt !== null && this.now - this.heardAt > KEPT_MS) void this.ended();
    }, 1_000);
    const asks = setInterval(() => void this.ask(), BOARD_MS);
    const cards = setInterval(() => void this.askCards(), CARD_MS);
    const back = (): void => void this.ask();
    addEventListener('online', back);
    void this.ask();
    return () => {
      this.running = false;
      [beat, asks, cards].forEach(clearInterval);
      removeEventListener('online', back);
    };
  }

  /** The person who signed in. What another pressed and could not send stays for them; of patients they see nothing of it. */
  async signedIn(person: Session['staff']): Promise<void> {
    if (this.person?.id !== person.id) this.leave();
    this.person = person;
    this.queue = retried(this.queue, person.id);
    await this.save();
    await this.ask();
  }

  /** The screen is empty before the hub is asked: a phone without signal is handed on as one with. */
  async signOut(): Promise<void> {
    this.leave();
    await Promise.all([this.keepOrDestroy(), session.signOut()]);
  }

  /** Says something to the hub: kept first, sent when it can be. */
  async say(what: What): Promise<void> {
    const { person } = this;
    if (!person) return;
    const by: Author = { id: person.id, name: person.display_name };
    this.full = !(await this.outbox.say({ id: newId(), by, what, pressed: this.clocks() }));
    if (!this.full) void this.send();
  }

  askHelp(asking = true): void {
    this.asking = asking;
  }
  /** Calls for help for the crew. */
  help(): void {
    const unit = this.helpUnit;
    if (unit === null) return;
    this.asking = false;
    void this.say({ kind: 'sos', unit });
  }
  /** Says that the calls that this phone knows of are over. */
  safe(): void {
    const { calls } = this;
    for (const { id, stage } of calls) if (stage === 'refused') void this.putAway(id);
    for (const one of safeOf(calls)) void this.say({ kind: 'safe', ...one });
  }

  async putAway(id: string): Promise<void> {
    this.queue = seen(this.queue, id);
    await this.save();
  }

  /** Says once more what was refused, or what the hub could not digest. */
  async sayAgain(id: string): Promise<void> {
    this.queue = again(this.queue, id);
    await this.save();
    void this.send();
  }
  async retry(): Promise<void> {
    if (this.person) this.queue = retried(this.queue, this.person.id);
    await this.save();
    void this.send();
  }

  /** Sends what waits, and looks what became of it. */
  protected async send(): Promise<void> {
    if (this.person && this.tab.held === 'mine' && (await this.outbox.flush()) > 0) await this.ask();
  }

  /** What the hub has taken holds at once, before the board comes again. */
  private holds(command: Command): void {
    const { id, what } = command;
    this.taken += 1;
    if (what.kind === 'sos' || what.kind === 'safe') {
      if (what.kind === 'sos') this.told = [...this.told, { id, unit: what.unit, at: pressedAt(command) }];
      else this.told = this.told.filter((one) => !what.calls.includes(one.id));
    }
    if (what.kind !== 'stamp' || !this.board) return;
    const incidents = this.board.incidents.map((one) =>
      one.id !== what.incident
        ? one
        : {
            ...one,
            places: one.places.map((place) =>
              place.number === what.place && place.unit_id === what.unit ? { ...place, state: what.state } : place,
            ),
          },
    );
    this.board = { ...this.board, incidents };
  }

  private async sendOne(command: Command): Promise<Against | null | 'unknown' | 'fails'> {
    const { turn } = this;
    try {
      await calls.send(command, this.clocks());
      if (turn === this.turn) this.holds(command);
      return null;
    } catch (error) {
      if (!(error instanceof ApiError)) return 'unknown';
      const { code, params, message } = error.said;
      const means = meaning(error.status, code, params.thing);
      if (code === 'another_person') void session.ask();
      if (means === 'fails') return 'fails';
      return means === 'refused' ? { status: error.status, code, params, message } : 'unknown';
    }
  }

  async signOn(unit: string, lasts_ms: number): Promise<void> {
    if (this.person) await calls.signOn(this.person.id, unit, lasts_ms);
    await this.ask();
  }
  async signOff(): Promise<void> {
    if (this.unit && this.person) await calls.signOff(this.person.id, this.unit.id);
    await this.ask();
  }
}

export const phone = new Phone();

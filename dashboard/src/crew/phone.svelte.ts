/**
 * What the crew's phone knows: who it is, which unit, the jobs, and what waits to be sent. Everything that is pressed is kept on
 * the phone before it is shown as said, and is sent when there is a link.
 */
import { ApiError } from '../api/problem';
import type { DispatchBoard, IncidentDetail, JobCard, Session, UnitBrief } from '../api/types';
import { newId } from '../app/id';
import { session } from '../app/session.svelte';
import { callsOf, safeOf, type Call, type Told } from '../model/crewhelp';
import { jobsOf, type Job } from '../model/crewjob';
import { isOffer } from '../model/placestate';
import { Outbox } from '../model/crewoutbox';
import {
  EMPTY,
  meaning,
  pressedAt,
  seen,
  type Against,
  type Clocks,
  type Command,
  type Queue,
  type What,
} from '../model/crewqueue';
import * as calls from './calls';
import { canKeep, destroy, keep, kept } from './kept';

/** How often the board is asked for, ms; and the card, whose numbers a crew reads beside the patient. */
const BOARD_MS = 3_000;
const CARD_MS = 5_000;
/** Trends change slowly, ms. */
const TRENDS_MS = 300_000;
/** Without an answer for so long the phone says that it has no signal, ms. */
export const SILENT_MS = 10_000;
/** What is kept of a job is forgotten after so long without the hub, ms. */
const KEPT_MS = 12 * 3_600_000;
/** How long a paramedic who signs on alone is on duty, ms. */
const DUTY_MS = 12 * 3_600_000;
/** A clock that is off by more is told, ms. */
export const CLOCK_OFF_MS = 60_000;

interface Kept {
  person: Session['staff'] | null;
  board: DispatchBoard | null;
  cards: Record<string, JobCard>;
  details: Record<string, IncidentDetail>;
  queue: Queue;
  heardAt: number;
  offset: number | null;
  /** The calls for help that the hub has and nobody has ended, and the unit that one would be for. */
  told: readonly Told[];
  lastUnit: string | null;
}

const boot = newId();

/** Whether what is pressed outlives the page; without TLS the browser gives no key. */
export type Disk = 'well' | 'no_key' | 'unread' | 'fails';

class Phone {
  /** False until what was kept is read. */
  ready = $state(false);
  /** Who is signed in, also while the hub cannot be asked. */
  person = $state.raw<Session['staff'] | null>(null);
  board = $state.raw<DispatchBoard | null>(null);
  cards = $state.raw<Record<string, JobCard>>({});
  details = $state.raw<Record<string, IncidentDetail>>({});
  queue = $state.raw<Queue>(EMPTY);
  units = $state.raw<UnitBrief[] | null>(null);
  /** What went wrong when the board was asked for last; null while it comes. */
  error = $state.raw<unknown>(null);
  /** True if the queue holds no more. */
  full = $state(false);
  /** When the hub answered last, by this phone's steady clock, ms; null if never since the page began. */
  heard = $state<number | null>(null);
  /** When the hub answered last, by the hub's clock, ms since 1970. */
  heardAt = $state<number | null>(null);
  /** What the hub's clock is ahead of this phone's, ms. */
  offset = $state<number | null>(null);
  /** Beats once a second. */
  wall = $state(Date.now());
  mono = $state(performance.now());
  private outbox = this.makeOutbox();
  private writing: Promise<void> = Promise.resolve();
  private trendsAt = new Map<string, number>();
  private running = false;
  /** False once the disk refused: what is not sent is then in the memory alone, and the page says so. */
  private keeps = $state(true);
  /** False if the disk did not say what it holds. */
  private readable = $state(true);

  /** How it stands with what this phone keeps. */
  get disk(): Disk {
    if (!canKeep()) return 'no_key';
    if (!this.readable) return 'unread';
    return this.keeps ? 'well' : 'fails';
  }

  private makeOutbox(): Outbox {
    return new Outbox({
      queue: () => this.queue,
      become: (queue) => (this.queue = queue),
      keep: () => this.save(),
      send: (command) => this.sendOne(command),
      now: () => this.now,
    });
  }

  get now(): number {
    return this.wall + (this.offset ?? 0);
  }
  get silent(): boolean {
    return this.heard === null ? this.heardAt !== null : this.mono - this.heard > SILENT_MS;
  }
  get unit(): DispatchBoard['units'][number] | null {
    return this.board?.units[0] ?? null;
  }
  get jobs(): Job[] {
    return this.unit ? jobsOf(this.board?.incidents ?? [], this.unit.id, this.queue) : [];
  }
  /** Calls for help that the hub has, and nobody has ended. */
  told = $state.raw<readonly Told[]>([]);
  /** True while the phone asks whether help is to be called for. */
  asking = $state(false);
  /** The unit that this phone was in last: whom a call for help is about, also while the board does not come. */
  lastUnit = $state<string | null>(null);
  /** Rises with each answer to a call for help: a board that was asked for before says nothing of it. */
  private toldCount = 0;

  get calls(): Call[] {
    return callsOf(this.queue, this.told);
  }
  get helpUnit(): string | null {
    return this.unit?.id ?? this.lastUnit;
  }

  clocks(): Clocks {
    return { wall: Date.now(), mono: performance.now(), boot, offset: this.offset };
  }

  /** Reads what was kept, and begins to ask and to send. */
  async begin(): Promise<void> {
    const found = (await kept().catch(() => this.cannotRead())) as Partial<Kept> | null;
    if (found?.queue) this.queue = found.queue;
    this.told = found?.told ?? [];
    this.lastUnit = found?.lastUnit ?? null;
    const fresh = found?.heardAt !== undefined && Date.now() + (found.offset ?? 0) - found.heardAt < KEPT_MS;
    if (found && fresh) {
      this.person = found.person ?? null;
      this.board = found.board ?? null;
      this.cards = found.cards ?? {};
      this.details = found.details ?? {};
      this.heardAt = found.heardAt ?? null;
      this.offset = found.offset ?? null;
    }
    this.ready = true;
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

  /** The person who signed in. Of another one nothing is left on the phone. */
  async signedIn(person: Session['staff']): Promise<void> {
    if (this.person && this.person.id !== person.id) await this.forget();
    this.person = person;
    await this.save();
    await this.ask();
  }

  /** The session has ended: nothing of a patient stays. What was pressed waits for the same person. */
  async ended(): Promise<void> {
    this.board = null;
    this.cards = {};
    this.details = {};
    this.units = null;
    await this.save();
  }

  async forget(): Promise<void> {
    this.queue = EMPTY;
    this.person = this.board = this.units = null;
    this.cards = {};
    this.details = {};
    this.told = [];
    this.asking = false;
    this.lastUnit = this.heard = this.heardAt = null;
    await this.writing;
    await destroy();
  }

  async signOut(): Promise<void> {
    await session.signOut();
    await this.forget();
  }

  /** The disk does not say what it holds: nothing is written over it until the page begins anew. */
  private cannotRead(): null {
    this.readable = false;
    return null;
  }

  private save(): Promise<void> {
    if (!this.readable) return Promise.resolve();
    const { person, board, cards, details, queue, offset, told, lastUnit } = this;
    const heardAt = this.heardAt ?? 0;
    const record: Kept = { person, board, cards, details, queue, offset, told, lastUnit, heardAt };
    this.writing = this.writing
      .then(() => keep(record))
      .then(
        () => void (this.keeps = true),
        () => void (this.keeps = false),
      );
    return this.writing;
  }

  /** Says something to the hub: kept first, sent when it can be. */
  async say(what: What): Promise<void> {
    this.full = !(await this.outbox.say({ id: newId(), what, pressed: this.clocks() }));
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

  private took(at: number, asked: Clocks): void {
    const now = this.clocks();
    this.heard = this.mono = now.mono;
    this.wall = now.wall;
    this.heardAt = at;
    this.offset = Math.round(at - (asked.wall + (now.mono - asked.mono) / 2));
  }

  async ask(): Promise<void> {
    if (!this.person || !this.running) return;
    const asked = this.clocks();
    const { toldCount } = this;
    try {
      const board = await calls.board();
      this.took(board.at, asked);
      this.error = null;
      this.board = board;
      this.lastUnit = this.unit?.id ?? this.lastUnit;
      if (toldCount === this.toldCount)
        this.told = board.help.map(({ id, unit_id: unit, pressed_at: at }) => ({ id, unit, at }));
      const ids = new Set(board.incidents.map(({ id }) => id));
      // Nothing of a job that is theirs no longer stays on the phone.
      const own = <T>(of: Record<string, T>) => Object.fromEntries(Object.entries(of).filter(([id]) => ids.has(id)));
      this.cards = own(this.cards);
      this.details = own(this.details);
      if (board.units.length === 0) this.units = (await calls.units()).units;
      await this.save();
      void this.send();
      void this.askCards();
    } catch (error) {
      this.error = error;
    }
  }

  private async askCards(): Promise<void> {
    if (!this.person || !this.running || this.silent) return;
    for (const { incident, place } of this.jobs) {
      if (isOffer(place.state)) continue;
      const asked = performance.now();
      const trends = asked - (this.trendsAt.get(incident.id) ?? -Infinity) > TRENDS_MS;
      try {
        const [card, detail] = await Promise.all([calls.card(incident.id, trends), calls.incident(incident.id)]);
        if (trends) this.trendsAt.set(incident.id, asked);
        const before = this.cards[incident.id];
        this.cards = { ...this.cards, [incident.id]: { ...card, trends: card.trends ?? before?.trends ?? null } };
        this.details = { ...this.details, [incident.id]: detail };
        await this.save();
      } catch {
        // The board says whether the hub answers; what was known stays, with its age.
      }
    }
  }

  /** Sends what waits, and looks what became of it. */
  private async send(): Promise<void> {
    if (this.person && (await this.outbox.flush()) > 0) await this.ask();
  }

  /** What the hub has taken holds at once, before the board comes again. */
  private holds(command: Command): void {
    const { id, what } = command;
    if (what.kind === 'sos' || what.kind === 'safe') {
      this.toldCount += 1;
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

  private async sendOne(command: Command): Promise<Against | null | 'unknown'> {
    try {
      await calls.send(command, this.clocks());
      this.holds(command);
      return null;
    } catch (error) {
      if (!(error instanceof ApiError) || meaning(error.status) !== 'refused') return 'unknown';
      const { code, params, message } = error.said;
      return { status: error.status, code, params, message };
    }
  }

  async signOn(unit: string): Promise<void> {
    await calls.signOn(unit, DUTY_MS);
    await this.ask();
  }
  async signOff(): Promise<void> {
    if (this.unit) await calls.signOff(this.unit.id);
    await this.ask();
  }
}

export const phone = new Phone();

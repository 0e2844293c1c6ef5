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
import { isOffer, isOver } from '../model/placestate';
import { Outbox } from '../model/crewoutbox';
import {
  again,
  EMPTY,
  finer,
  isSetAside,
  meaning,
  others,
  own,
  pressedAt,
  retried,
  seen,
  without,
  type Against,
  type Author,
  type Clocks,
  type Command,
  type Found,
  type Queue,
  type What,
} from '../model/crewqueue';
import * as calls from './calls';
import { canKeep, destroy, keep, kept } from './kept';
import { OneTab } from './onetab.svelte';

/** How often the board is asked for, ms; and the card, whose numbers a crew reads beside the patient. */
const BOARD_MS = 3_000;
const CARD_MS = 5_000;
/** Trends change slowly, ms. */
const TRENDS_MS = 300_000;
/** Without an answer for so long the phone says that it has no signal, ms. */
export const SILENT_MS = 10_000;
/** What is kept of a job is forgotten after so long without the hub, ms. */
const KEPT_MS = 12 * 3_600_000;
/** A picture of the jobs that says nothing new is kept once in so long, ms: each keeping encrypts all of it and waits for the disk. */
const KEPT_EVERY_MS = 15_000;
/** A clock that is off by more is told, ms. */
export const CLOCK_OFF_MS = 60_000;

interface Kept {
  person: Session['staff'] | null;
  board: DispatchBoard | null;
  cards: Record<string, JobCard>;
  details: Record<string, IncidentDetail>;
  queue: Queue;
  /** How far the offset may be off, ms. */
  within: number | null;
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
  /** What waits of everybody whom this phone has been with. */
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
  /** What the hub's clock was found to be ahead of this phone's. */
  found = $state.raw<Found | null>(null);
  /** A job that is over and was opened again. */
  opened = $state<string | null>(null);
  /** Which page of the phone reads, keeps and sends. */
  readonly tab = new OneTab(
    () => this.load(),
    () => this.writing,
  );
  /** Beats once a second. */
  wall = $state(Date.now());
  mono = $state(performance.now());
  private outbox = this.makeOutbox();
  private writing: Promise<void> = Promise.resolve();
  private trendsAt = new Map<string, number>();
  private running = false;
  /** Rises whenever what is known is forgotten: an answer that was asked for before is of somebody else, or of nobody. */
  private turn = 0;
  /** Rises with each thing that the hub took: a board that was asked for before does not know of it. */
  private taken = 0;
  private asks = false;
  private asksAgain = false;
  private asksCards = false;
  private keptAt = -Infinity;
  private keptAs = '';
  private loaded: () => void = () => undefined;
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
      person: () => this.person?.id ?? null,
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
  get offset(): number | null {
    return this.found?.offset ?? null;
  }
  /** The unit: the one that is sent before the one that they are on duty in, and that before one that they only have not left. */
  get unit(): DispatchBoard['units'][number] | null {
    const units = this.board?.units ?? [];
    return units.find((one) => one.incident_id !== null) ?? units.find((one) => one.crew?.on_shift) ?? units[0] ?? null;
  }
  /** What waits and was refused of who is signed in. */
  get mine(): Queue {
    return own(this.queue, this.person?.id ?? null);
  }
  /** Whose presses wait on this phone besides. */
  get others(): (Author & { count: number })[] {
    return others(this.queue, this.person?.id ?? null);
  }
  get setAside(): readonly Command[] {
    return this.mine.waiting.filter(isSetAside);
  }
  get jobs(): Job[] {
    return jobsOf(this.board?.incidents ?? [], this.unit?.id ?? null, this.mine);
  }
  /** The job that is shown: one that was opened, else the first that is not over. */
  get job(): Job | null {
    const { jobs } = this;
    return (
      jobs.find(({ state }) => isOffer(state)) ??
      jobs.find(({ incident }) => incident.id === this.opened) ??
      jobs.find(({ state }) => !isOver(state)) ??
      null
    );
  }
  /** The jobs that are over and still theirs to look at. */
  get past(): Job[] {
    return this.jobs.filter(({ state }) => isOver(state));
  }
  /** Calls for help that the hub has, and nobody has ended. */
  told = $state.raw<readonly Told[]>([]);
  /** True while the phone asks whether help is to be called for. */
  asking = $state(false);
  /** The unit that this phone was in last: whom a call for help is about, also while the board does not come. */
  lastUnit = $state<string | null>(null);

  get calls(): Call[] {
    return callsOf(this.mine, this.told);
  }
  get helpUnit(): string | null {
    return this.unit?.id ?? this.lastUnit;
  }

  clocks(): Clocks {
    return { wall: Date.now(), mono: performance.now(), boot, offset: this.offset };
  }

  /** Reads what was kept once this is the one page of the phone. `then` follows, each time. */
  begin(then: () => void): void {
    this.loaded = then;
    this.tab.begin();
  }

  private async load(): Promise<void> {
    this.leave();
    this.queue = EMPTY;
    this.readable = true;
    const found = (await kept().catch(() => this.cannotRead())) as Partial<Kept> | null;
    // What waits since before presses said whose they are is of who was signed in then, and if nobody was of nobody.
    const by: Author = { id: found?.person?.id ?? '', name: found?.person?.display_name ?? '' };
    const owned = (one: Command): Command => ({ ...one, by: (one as Partial<Command>).by ?? by });
    if (found?.queue)
      this.queue = {
        waiting: found.queue.waiting.map(owned),
        refused: found.queue.refused.map((one) => ({ ...one, command: owned(one.command) })),
      };
    const fresh = found?.heardAt !== undefined && Date.now() + (found.offset ?? 0) - found.heardAt < KEPT_MS;
    if (found && fresh) {
      this.person = found.person ?? null;
      this.board = found.board ?? null;
      this.cards = found.cards ?? {};
      this.details = found.details ?? {};
      this.told = found.told ?? [];
      this.lastUnit = found.lastUnit ?? null;
      this.heardAt = found.heardAt ?? null;
      const { offset, within } = found;
      this.found = typeof offset === 'number' ? { offset, within: within ?? 2_000 } : null;
      if (this.person) this.queue = retried(this.queue, this.person.id);
    }
    // What is too old to be shown does not stay on the disk either.
    if (found && !fresh) await this.keepOrDestroy();
    this.ready = true;
    this.loaded();
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

  /** The session has ended: nothing of a patient stays. What was pressed waits for the same person. */
  async ended(): Promise<void> {
    if (!this.board && Object.keys(this.cards).length === 0) return;
    this.turn += 1;
    this.board = this.units = this.opened = null;
    this.cards = {};
    this.details = {};
    await this.save();
  }

  /** Nothing that was known of jobs, units and the person stays in the memory. */
  private leave(): void {
    this.turn += 1;
    this.person = this.board = this.units = this.opened = null;
    this.cards = {};
    this.details = {};
    this.told = [];
    this.trendsAt.clear();
    this.error = null;
    this.asking = false;
    this.lastUnit = this.heard = this.heardAt = null;
  }

  /** With nothing that waits, key and record go; else what waits stays, for who pressed it. */
  private async keepOrDestroy(): Promise<void> {
    if (this.queue.waiting.length + this.queue.refused.length > 0) return this.save();
    await this.writing;
    await destroy();
  }

  /** The screen is empty before the hub is asked: a phone without signal is handed on as one with. */
  async signOut(): Promise<void> {
    this.leave();
    await Promise.all([this.keepOrDestroy(), session.signOut()]);
  }

  /** Takes what somebody could not send off the phone: whoever does it was asked. */
  async discard(by: string): Promise<void> {
    this.queue = without(this.queue, by);
    await this.save();
  }

  /** The disk does not say what it holds: nothing is written over it until the page begins anew. */
  private cannotRead(): null {
    this.readable = false;
    return null;
  }

  private save(): Promise<void> {
    if (!this.readable || this.tab.held !== 'mine') return this.writing;
    const { person, board, cards, details, queue, offset, told, lastUnit } = this;
    const heardAt = this.heardAt ?? 0;
    const within = this.found?.within ?? null;
    const record: Kept = { person, board, cards, details, queue, offset, within, told, lastUnit, heardAt };
    this.keptAt = performance.now();
    this.keptAs = this.picture();
    this.writing = this.writing
      .then(() => keep(record))
      .then(
        () => void (this.keeps = true),
        () => void (this.keeps = false),
      );
    return this.writing;
  }

  /** What a keeping is worth of what the hub answers: which jobs, how far each is, and which cards. */
  private picture(): string {
    const jobs = this.board?.incidents.map(({ id, version }) => `${id} ${version}`) ?? [];
    return [...jobs, ...Object.keys(this.cards), ...this.told.map(({ id }) => id)].join();
  }
  private async saveSometimes(): Promise<void> {
    if (performance.now() - this.keptAt > KEPT_EVERY_MS || this.picture() !== this.keptAs) await this.save();
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

  private took(at: number, asked: Clocks): void {
    const now = this.clocks();
    this.heard = this.mono = now.mono;
    this.wall = now.wall;
    this.heardAt = at;
    const half = (now.mono - asked.mono) / 2;
    this.found = finer(this.found, { offset: Math.round(at - (asked.wall + half)), within: Math.ceil(half) + 1 });
  }

  /** Asks for the board, one answer at a time: of two that overtake each other the older one would be shown. */
  async ask(): Promise<void> {
    if (this.asks) {
      this.asksAgain = true;
      return;
    }
    this.asks = true;
    try {
      do await this.askOnce();
      while (this.isAskedAgain());
    } finally {
      this.asks = false;
    }
  }
  /** True if somebody asked while an answer was on its way; asked once more, that is done with. */
  private isAskedAgain(): boolean {
    const again = this.asksAgain;
    this.asksAgain = false;
    return again;
  }

  private async askOnce(): Promise<void> {
    if (!this.person || !this.running) return;
    const [me, asked] = [this.person.id, this.clocks()];
    const { turn, taken } = this;
    try {
      const board = await calls.board(me);
      if (turn !== this.turn) return;
      this.took(board.at, asked);
      this.error = null;
      if (taken === this.taken) this.takeBoard(board);
      else this.asksAgain = true;
      await this.saveSometimes();
      void this.send();
      // A phone that has nothing of a job yet does not wait for the next turn of its card.
      if (this.wanted.some(({ incident }) => !this.cards[incident.id])) void this.askCards();
      if (!this.unit?.crew?.on_shift) await this.askUnits(me, turn);
    } catch (error) {
      if (turn !== this.turn) return;
      this.error = error;
      if (error instanceof ApiError && error.said.code === 'another_person') void session.ask();
    }
  }

  private async askUnits(me: string, turn: number): Promise<void> {
    const { units } = await calls.units(me);
    if (turn === this.turn) this.units = units;
  }

  private takeBoard(board: DispatchBoard): void {
    this.board = board;
    this.lastUnit = this.unit?.id ?? this.lastUnit;
    this.told = board.help.map(({ id, unit_id: unit, pressed_at: at }) => ({ id, unit, at }));
    const ids = new Set(board.incidents.map(({ id }) => id));
    // Nothing of a job that is theirs no longer stays on the phone.
    const still = <T>(of: Record<string, T>) => Object.fromEntries(Object.entries(of).filter(([id]) => ids.has(id)));
    this.cards = still(this.cards);
    this.details = still(this.details);
    if (this.opened !== null && !ids.has(this.opened)) this.opened = null;
  }

  /** The jobs whose card is looked at: those that run, and one that is over only while it is opened. */
  private get wanted(): Job[] {
    return this.jobs.filter(
      ({ incident, state }) => !isOffer(state) && (!isOver(state) || incident.id === this.opened),
    );
  }

  async open(incident: string | null): Promise<void> {
    this.opened = incident;
    await this.askCards();
  }

  private async askCards(): Promise<void> {
    if (!this.person || !this.running || this.silent || this.asksCards) return;
    this.asksCards = true;
    try {
      for (const { incident } of this.wanted) {
        // A phone in a pocket looks at nothing; but what it does not have yet it needs in the stairwell.
        if (document.visibilityState === 'visible' || !this.cards[incident.id]) await this.askCard(incident.id);
      }
    } finally {
      this.asksCards = false;
    }
  }

  private async askCard(id: string): Promise<void> {
    const { turn, person } = this;
    if (!person) return;
    const asked = performance.now();
    const trends = asked - (this.trendsAt.get(id) ?? -Infinity) > TRENDS_MS;
    try {
      const [card, detail] = await Promise.all([calls.card(person.id, id, trends), calls.incident(person.id, id)]);
      if (turn !== this.turn || !this.board?.incidents.some((one) => one.id === id)) return;
      if (trends) this.trendsAt.set(id, asked);
      const before = this.cards[id];
      this.cards = { ...this.cards, [id]: { ...card, trends: card.trends ?? before?.trends ?? null } };
      this.details = { ...this.details, [id]: detail };
      await this.saveSometimes();
    } catch {
      // The board says whether the hub answers; what was known stays, with its age.
    }
  }

  /** Sends what waits, and looks what became of it. */
  private async send(): Promise<void> {
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

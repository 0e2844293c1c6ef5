/**
 * What the crew's phone keeps on its disk, encrypted, so that it outlives the page; and what it forgets, of whom and when. One page
 * of the phone at a time reads and writes it.
 */
import type { DispatchBoard, IncidentDetail, JobCard, Session } from '../api/types';
import type { Told } from '../model/crewhelp';
import { EMPTY, retried, without, type Author, type Command, type Queue } from '../model/crewqueue';
import { canKeep, destroy, keep, kept } from './kept';
import { Known } from './known.svelte';
import { OneTab } from './onetab.svelte';

/** What is kept of a job is forgotten after so long without the hub, ms. */
export const KEPT_MS = 12 * 3_600_000;
/** A picture of the jobs that says nothing new is kept once in so long, ms: each keeping encrypts all of it and waits for the disk. */
const KEPT_EVERY_MS = 15_000;

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

/** Whether what is pressed outlives the page; without TLS the browser gives no key. */
export type Disk = 'well' | 'no_key' | 'unread' | 'fails';

export abstract class Keeper extends Known {
  /** False until what was kept is read. */
  ready = $state(false);
  /** What went wrong when the board was asked for last; null while it comes. */
  error = $state.raw<unknown>(null);
  /** True while the phone asks whether help is to be called for. */
  asking = $state(false);
  /** Which page of the phone reads, keeps and sends. */
  readonly tab = new OneTab(
    () => this.load(),
    () => this.writing,
  );
  /** When the trends of each job were asked for, by the steady clock, ms. */
  protected trendsAt: Record<string, number> = {};
  /** Rises whenever what is known is forgotten: an answer that was asked for before is of somebody else, or of nobody. */
  protected turn = 0;
  private writing: Promise<void> = Promise.resolve();
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
  protected leave(): void {
    this.turn += 1;
    this.person = this.board = this.units = this.opened = null;
    this.cards = {};
    this.details = {};
    this.told = [];
    this.trendsAt = {};
    this.error = null;
    this.asking = false;
    this.lastUnit = this.heard = this.heardAt = null;
  }

  /** With nothing that waits, key and record go; else what waits stays, for who pressed it. */
  protected async keepOrDestroy(): Promise<void> {
    if (this.queue.waiting.length + this.queue.refused.length > 0) return this.save();
    await this.writing;
    await destroy();
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

  protected save(): Promise<void> {
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
  protected async saveSometimes(): Promise<void> {
    if (performance.now() - this.keptAt > KEPT_EVERY_MS || this.picture() !== this.keptAs) await this.save();
  }
}

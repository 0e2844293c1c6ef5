/** How the crew's phone asks the hub: for the board, the cards of its jobs and the units, and what each answer tells of the clock. */
import { ApiError } from '../api/problem';
import type { DispatchBoard } from '../api/types';
import { session } from '../app/session.svelte';
import type { Job } from '../model/crewjob';
import { finer, type Clocks } from '../model/crewqueue';
import { isOffer, isOver } from '../model/placestate';
import * as calls from './calls';
import { Keeper } from './keeper.svelte';

/** Trends change slowly, ms. */
const TRENDS_MS = 300_000;

export abstract class Asker extends Keeper {
  protected running = false;
  /** Rises with each thing that the hub took: a board that was asked for before does not know of it. */
  protected taken = 0;
  private asks = false;
  private asksAgain = false;
  private asksCards = false;

  /** Sends what waits. */
  protected abstract send(): Promise<void>;

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
    const ids = board.incidents.map(({ id }) => id);
    // Nothing of a job that is theirs no longer stays on the phone.
    const still = <T>(of: Record<string, T>) =>
      Object.fromEntries(Object.entries(of).filter(([id]) => ids.includes(id)));
    this.cards = still(this.cards);
    this.details = still(this.details);
    if (this.opened !== null && !ids.includes(this.opened)) this.opened = null;
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

  protected async askCards(): Promise<void> {
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
    const trends = asked - (this.trendsAt[id] ?? -Infinity) > TRENDS_MS;
    try {
      const [card, detail] = await Promise.all([calls.card(person.id, id, trends), calls.incident(person.id, id)]);
      if (turn !== this.turn || !this.board?.incidents.some((one) => one.id === id)) return;
      if (trends) this.trendsAt[id] = asked;
      const before = this.cards[id];
      this.cards = { ...this.cards, [id]: { ...card, trends: card.trends ?? before?.trends ?? null } };
      this.details = { ...this.details, [id]: detail };
      await this.saveSometimes();
    } catch {
      // The board says whether the hub answers; what was known stays, with its age.
    }
  }
}

/** What the crew's phone knows, and what follows from it: who it is, which unit, the jobs, and what waits to be sent. */
import type { DispatchBoard, IncidentDetail, JobCard, Session, UnitBrief } from '../api/types';
import { newId } from '../app/id';
import { callsOf, type Call, type Told } from '../model/crewhelp';
import { jobsOf, type Job } from '../model/crewjob';
import {
  EMPTY,
  isSetAside,
  others,
  own,
  type Author,
  type Clocks,
  type Command,
  type Found,
  type Queue,
} from '../model/crewqueue';
import { isOffer, isOver } from '../model/placestate';

/** Without an answer for so long the phone says that it has no signal, ms. */
const SILENT_MS = 10_000;

const boot = newId();

export class Known {
  /** Who is signed in, also while the hub cannot be asked. */
  person = $state.raw<Session['staff'] | null>(null);
  board = $state.raw<DispatchBoard | null>(null);
  cards = $state.raw<Record<string, JobCard>>({});
  details = $state.raw<Record<string, IncidentDetail>>({});
  /** What waits of everybody whom this phone has been with. */
  queue = $state.raw<Queue>(EMPTY);
  units = $state.raw<UnitBrief[] | null>(null);
  /** When the hub answered last, by this phone's steady clock, ms; null if never since the page began. */
  heard = $state<number | null>(null);
  /** When the hub answered last, by the hub's clock, ms since 1970. */
  heardAt = $state<number | null>(null);
  /** What the hub's clock was found to be ahead of this phone's. */
  found = $state.raw<Found | null>(null);
  /** A job that is over and was opened again. */
  opened = $state<string | null>(null);
  /** Calls for help that the hub has, and nobody has ended. */
  told = $state.raw<readonly Told[]>([]);
  /** The unit that this phone was in last: whom a call for help is about, also while the board does not come. */
  lastUnit = $state<string | null>(null);
  /** Beats once a second. */
  wall = $state(Date.now());
  mono = $state(performance.now());

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
  get calls(): Call[] {
    return callsOf(this.mine, this.told);
  }
  get helpUnit(): string | null {
    return this.unit?.id ?? this.lastUnit;
  }

  clocks(): Clocks {
    return { wall: Date.now(), mono: performance.now(), boot, offset: this.offset };
  }
}

/**
 * What a crew's phone has to say to the hub and could not yet: a queue of commands, each with an id of its own, so that the
 * hub hears each once however often it is sent. Pure: time and answers are arguments. A command leaves the queue when the
 * hub has answered it, and never otherwise; one that is refused stays, with what stood against it, until a person has seen it.
 */

/** The clocks of a phone at one moment. */
export interface Clocks {
  /** The clock that people see and can set, ms since 1970. */
  wall: number;
  /** A clock that nobody sets, ms; it begins anew with each start of the page. */
  mono: number;
  /** Which start of the page that clock belongs to. */
  boot: string;
  /** What the hub's clock was ahead of the wall clock when it was last heard, ms; null before. */
  offset: number | null;
}

export type What =
  | { kind: 'stamp'; incident: string; place: number; unit: string; state: string }
  | { kind: 'measured'; incident: string; code: string; value: number; unit: string }
  | { kind: 'note'; incident: string; body: string }
  | { kind: 'sos'; unit: string }
  /** Names the calls that are over: sent late, or twice, it ends none that was made since. */
  | { kind: 'safe'; unit: string; calls: readonly string[] };

export interface Command {
  id: string;
  what: What;
  pressed: Clocks;
}

/** Why the hub refused a command. */
export interface Against {
  status: number;
  code: string;
  params: Readonly<Record<string, unknown>>;
  message: string;
}
export interface Refusal {
  command: Command;
  /** When the hub said so, by its own clock, ms since 1970. */
  at: number;
  against: Against;
}

export interface Queue {
  /** Oldest first. */
  waiting: readonly Command[];
  /** What was refused and nobody has put away, oldest first. */
  refused: readonly Refusal[];
}

export const EMPTY: Queue = { waiting: [], refused: [] };

/** Commands that wait, at most: a crew presses a few dozen times in twelve hours without signal. */
export const WAITING_MAX = 500;
/** Calls for help and their ends find room beyond: nothing else that waits keeps one from being said. */
export const HELP_MAX = 100;
/** Refusals that are kept, at most; the oldest make room. All of them stand in the log of the incident, too. */
export const REFUSED_MAX = 100;
/** An age that the hub takes, ms. */
export const AGE_MAX_MS = 12 * 3_600_000;
/** So far apart the hub's clock may be found twice before somebody has set the phone's, ms. */
const SET_MS = 2_000;

const isHelp = ({ what }: Command): boolean => what.kind === 'sos' || what.kind === 'safe';

/** Puts a command last; null if the queue is full, which the person has to be told. The same id stands there once. */
export function put(queue: Queue, command: Command): Queue | null {
  if (queue.waiting.some((one) => one.id === command.id)) return queue;
  if (queue.waiting.length >= WAITING_MAX + (isHelp(command) ? HELP_MAX : 0)) return null;
  return { ...queue, waiting: [...queue.waiting, command] };
}

/** What is to be sent now: a call for help before all else, then the oldest. */
export const next = (queue: Queue): Command | null =>
  queue.waiting.find(({ what }) => what.kind === 'sos') ?? queue.waiting[0] ?? null;

/** What an answer means: the hub has it, the hub refuses it, or nobody knows and it is sent again. */
export function meaning(status: number): 'done' | 'refused' | 'again' {
  if (status >= 200 && status < 300) return 'done';
  // Who is signed out, or too fast, or not answered, has not been refused.
  return [400, 403, 404, 409, 410, 413, 422].includes(status) ? 'refused' : 'again';
}

/** Takes the hub's answer to a command in. */
export function answered(queue: Queue, id: string, at: number, against: Against | null): Queue {
  const command = queue.waiting.find((one) => one.id === id);
  if (!command) return queue;
  const waiting = queue.waiting.filter((one) => one.id !== id);
  // Somebody else said the same, or nobody calls for help any more: there is nothing to decide.
  const agrees =
    against === null || against.code === 'incident_already' || (command.what.kind === 'safe' && against.status === 404);
  if (agrees) return { ...queue, waiting };
  return { waiting, refused: [...queue.refused, { command, at, against }].slice(-REFUSED_MAX) };
}

/** A person has seen a refusal. */
export const seen = (queue: Queue, id: string): Queue => ({
  ...queue,
  refused: queue.refused.filter(({ command }) => command.id !== id),
});

/**
 * How long ago a command was pressed, ms, or null if nobody can say. The clock that people see counts while the hub finds it
 * as far off as at the press; once it was set in between, the one that nobody sets, if the page has not begun anew since.
 */
export function ageOf({ pressed }: Command, now: Clocks): number | null {
  const untouched = pressed.offset !== null && now.offset !== null && Math.abs(now.offset - pressed.offset) <= SET_MS;
  const age = untouched
    ? now.wall - pressed.wall
    : now.boot === pressed.boot
      ? now.mono - pressed.mono
      : pressed.offset === null || now.offset === null
        ? now.wall - pressed.wall
        : null;
  if (age === null || age < -SET_MS || age > AGE_MAX_MS) return null;
  return Math.max(0, Math.round(age));
}

/** When it was pressed by the hub's clock, as far as the phone can say, ms since 1970. */
export const pressedAt = ({ pressed }: Command): number => pressed.wall + (pressed.offset ?? 0);

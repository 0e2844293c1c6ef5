/**
 * What a crew's phone has to say to the hub and could not yet: a queue of commands, each with an id of its own, so that the
 * hub hears each once however often it is sent. Pure: time and answers are arguments. A command leaves the queue when the
 * hub has answered it, and never otherwise; one that is refused stays, with what stood against it, until a person has seen it.
 *
 * Each command is of the person who pressed it. Phones go from hand to hand: what waits is sent for that person alone, and
 * stays through the sign-ins of others.
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
  /** `offer` is the step of the log that offered the place: the same place may be offered to the same unit again. */
  | { kind: 'stamp'; incident: string; place: number; unit: string; state: string; offer: number | null }
  | { kind: 'measured'; incident: string; code: string; value: number; unit: string; confirmed?: boolean }
  | { kind: 'found'; incident: string; code: string; finding: string }
  | { kind: 'note'; incident: string; body: string }
  | { kind: 'sos'; unit: string }
  /** Names the calls that are over: sent late, or twice, it ends none that was made since. */
  | { kind: 'safe'; unit: string; calls: readonly string[] };

/** Who pressed. */
export interface Author {
  id: string;
  name: string;
}

export interface Command {
  id: string;
  by: Author;
  what: What;
  pressed: Clocks;
  /** How often the hub has answered, and neither taken nor refused it; none while left out. */
  fails?: number;
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

/** Commands of one person that wait or were refused, at most: a crew presses a few dozen times in twelve hours without signal. */
export const WAITING_MAX = 500;
/** Calls for help and their ends find room beyond: nothing else that waits keeps one from being said. */
export const HELP_MAX = 100;
/** Commands of everybody whom a phone has been with. */
export const ALL_MAX = 2_000;
/** So many answers that neither take nor refuse a command set it aside: what stands behind it goes on. */
export const FAILS_MAX = 3;
/** An age that the hub takes, ms. */
export const AGE_MAX_MS = 12 * 3_600_000;
/** So far apart the hub's clock may be found twice before somebody has set the phone's, ms. */
const SET_MS = 2_000;

const isHelp = ({ what }: Command): boolean => what.kind === 'sos' || what.kind === 'safe';

const of = (by: string, { waiting, refused }: Queue): Queue => ({
  waiting: waiting.filter((one) => one.by.id === by),
  refused: refused.filter(({ command }) => command.by.id === by),
});
/** What is one person's; nothing while nobody is signed in. */
export const own = (queue: Queue, by: string | null): Queue => (by === null ? EMPTY : of(by, queue));

/** Whose commands are on the phone beside one's own, with how many wait or were refused. */
export function others(queue: Queue, by: string | null): (Author & { count: number })[] {
  const found = new Map<string, Author & { count: number }>();
  for (const one of [...queue.waiting, ...queue.refused.map(({ command }) => command)])
    if (one.by.id !== by) found.set(one.by.id, { ...one.by, count: (found.get(one.by.id)?.count ?? 0) + 1 });
  return [...found.values()];
}

/** Takes everything of one person off the phone, unsent: they, or who has the phone now, was asked. */
export const without = (queue: Queue, by: string): Queue => ({
  waiting: queue.waiting.filter((one) => one.by.id !== by),
  refused: queue.refused.filter(({ command }) => command.by.id !== by),
});

/** Puts a command last; null if the queue is full, which the person has to be told. The same id stands there once. */
export function put(queue: Queue, command: Command): Queue | null {
  if (queue.waiting.some((one) => one.id === command.id)) return queue;
  const mine = of(command.by.id, queue);
  const beyond = isHelp(command) ? HELP_MAX : 0;
  if (mine.waiting.length + mine.refused.length >= WAITING_MAX + beyond) return null;
  if (queue.waiting.length + queue.refused.length >= ALL_MAX + beyond) return null;
  return { ...queue, waiting: [...queue.waiting, command] };
}

export const isSetAside = ({ fails = 0 }: Command): boolean => fails >= FAILS_MAX;

/** What is to be sent now for a person: a call for help before all else, then the oldest. What is set aside is passed over. */
export function next(queue: Queue, by: string | null): Command | null {
  const mine = own(queue, by).waiting.filter((one) => !isSetAside(one));
  return mine.find(({ what }) => what.kind === 'sos') ?? mine[0] ?? null;
}

/** The hub has answered and neither taken nor refused it. */
export const failed = (queue: Queue, id: string): Queue => ({
  ...queue,
  waiting: queue.waiting.map((one) => (one.id === id ? { ...one, fails: (one.fails ?? 0) + 1 } : one)),
});

/** What is set aside is tried again. */
export const retried = (queue: Queue, by: string | null): Queue => ({
  ...queue,
  waiting: queue.waiting.map((one) => (one.by.id === by ? { ...one, fails: 0 } : one)),
});

/** What the hub says when it has decided against a command and keeps what was said beside the incident, where both sides see it. */
const KEPT: ReadonlySet<string> = new Set([
  'incident_not_allowed',
  'place_taken',
  'offer_over',
  'not_attending',
  'episode_ended',
  'episode_ended_for_observations',
  'age_unknown',
]);
/** The same with what it keeps nothing of; every other answer decides nothing. */
const REFUSALS: ReadonlySet<string> = new Set([...KEPT, 'incident_already', 'incident_full', 'invalid']);
/** True if what was refused is kept at the hub; else this phone has it alone. */
export const isKept = ({ against }: Refusal): boolean => KEPT.has(against.code);

/** Who is signed out, or too fast, or not answered in time, or not the one who pressed, has not been refused. */
const NOT_YET: readonly number[] = [0, 401, 408, 425, 429, 502, 503, 504];
const NOT_THIS_PERSON: ReadonlySet<string> = new Set(['another_person', 'password_change_required']);

/**
 * What an answer means: the hub has it, it refuses it, nobody knows and it is sent again, or it answers what is neither. A proxy
 * or an older hub answers 404 and 403, too: only the hub's own words are a refusal.
 */
export function meaning(status: number, code: string, thing: unknown): 'done' | 'refused' | 'again' | 'fails' {
  if (status >= 200 && status < 300) return 'done';
  if (NOT_YET.includes(status) || NOT_THIS_PERSON.has(code)) return 'again';
  const gone = code === 'not_found' && (thing === 'incident' || thing === 'unit');
  return REFUSALS.has(code) || gone ? 'refused' : 'fails';
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
  return { waiting, refused: [...queue.refused, { command, at, against }] };
}

/** What was refused is said once more, under the id that it had. */
export function again(queue: Queue, id: string): Queue {
  const command = queue.refused.find((one) => one.command.id === id)?.command;
  return command ? { ...seen(queue, id), waiting: [...queue.waiting, { ...command, fails: 0 }] } : queue;
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

/** What the hub's clock was found to be ahead of the phone's. */
export interface Found {
  /** ms; positive if the hub's is later. */
  offset: number;
  /** It may be off by so much either way, ms: half of what the answer took. */
  within: number;
}
/** The finer of two findings that agree; where they do not, somebody has set a clock and the newer counts. */
export const finer = (known: Found | null, found: Found): Found =>
  known && known.within <= found.within && Math.abs(known.offset - found.offset) <= known.within + found.within
    ? known
    : found;

/** A crew's calls for help for itself, as its phone shows them. Pure. A call counts as told once the hub has said so, and no sooner. */
import { pressedAt, type Queue } from './crewqueue';

/** A call that the hub has, and that nobody has ended. */
export interface Told {
  id: string;
  unit: string;
  /** When it was pressed by the hub's clock, ms since 1970. */
  at: number;
}
export interface Call extends Told {
  stage: 'unsent' | 'told' | 'refused';
}

/** The calls that stand, oldest first: without those of which somebody has said on this phone that they are over. */
export function callsOf(queue: Queue, told: readonly Told[]): Call[] {
  const over = new Set(queue.waiting.flatMap(({ what }) => (what.kind === 'safe' ? what.calls : [])));
  const calls = new Map<string, Call>();
  for (const one of told) calls.set(one.id, { ...one, stage: 'told' });
  for (const command of queue.waiting)
    if (command.what.kind === 'sos')
      calls.set(command.id, { id: command.id, unit: command.what.unit, at: pressedAt(command), stage: 'unsent' });
  for (const { command } of queue.refused)
    if (command.what.kind === 'sos')
      calls.set(command.id, { id: command.id, unit: command.what.unit, at: pressedAt(command), stage: 'refused' });
  return [...calls.values()].filter(({ id }) => !over.has(id)).sort((a, b) => a.at - b.at);
}

/** What to say of them: one that the hub refused before one that waits, and that before those that ring. */
export const worstOf = (calls: readonly Call[]): Call['stage'] | null =>
  (['refused', 'unsent', 'told'] as const).find((stage) => calls.some((one) => one.stage === stage)) ?? null;

/** What "we are safe" ends, by unit: the calls that this phone knows of now, and none that is made later. */
export function safeOf(calls: readonly Call[]): { unit: string; calls: string[] }[] {
  const by = new Map<string, string[]>();
  for (const { id, unit, stage } of calls) if (stage !== 'refused') by.set(unit, [...(by.get(unit) ?? []), id]);
  return [...by].map(([unit, ids]) => ({ unit, calls: ids.slice(0, SAFE_MAX) }));
}
/** Calls that the hub ends by one press, at most. */
export const SAFE_MAX = 20;

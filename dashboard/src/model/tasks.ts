/** Tasks that are owed to patients: their order, and how each stands. */
import type { Role, Task, TaskAct, TaskPost } from '../api/types';
import { observationCodeOf } from './score';

const STAGES = ['on_time', 'soon', 'late', 'alerted'] as const;
export type Lateness = (typeof STAGES)[number];

export const isOpen = (task: Task): boolean => task.state === 'open';
export const isLate = (task: Task): boolean => STAGES.findIndex((one) => one === task.lateness) >= 2;

/** What is late rises: by how far time has brought it, then by when it is due. Closed ones come last, the newest first. */
export function compareTasks(a: Task, b: Task): number {
  if (isOpen(a) !== isOpen(b)) return isOpen(a) ? -1 : 1;
  if (!isOpen(a)) return (b.closed_at ?? 0) - (a.closed_at ?? 0);
  if (isLate(a) !== isLate(b)) return isLate(a) ? -1 : 1;
  return a.due_at - b.due_at || a.id.localeCompare(b.id);
}

export type Whose = 'all' | 'mine' | 'role';

/** True if a person looks for this task: everybody's, one's own, or what one's role owes and nobody has taken. */
export function isWanted(task: Task, whose: Whose, me: { id: string | null; role: Role | null }): boolean {
  if (whose === 'mine') return task.owner?.id === me.id;
  if (whose === 'role') return task.owner === null ? isOfRole(task, me.role) : task.owner.id === me.id;
  return true;
}

/** True if a person who leads the shift has to look after this task: the nurses' work, and whatever is late and has nobody. */
function isOfRole(task: Task, role: Role | null): boolean {
  return task.post === role || (role === 'charge_nurse' && (task.post === 'nurse' || isLate(task)));
}

/** The code of the observation that a task asks for; `null` if it asks for something else. To write it down ends the task. */
export const observationOf = (task: Task): string | null =>
  (task.kind === 'remeasure' || task.kind === 'missing_measurement') && task.item !== null
    ? observationCodeOf(task.item)
    : null;

/** The kinds of tasks that a form offers; the hub creates those of the programme itself. */
export const POSTS: readonly TaskPost[] = ['nurse', 'charge_nurse', 'physician', 'call_agent', 'dispatcher'];

/** The acts for which a dialog asks for details first. */
export type Asked = 'done' | 'cancel' | 'give' | 'put_off';

/**
 * What a person does to a task as they saw it: it carries that version, so that whatever came between is not overwritten.
 * @param typed a reason or note, to whom it is given (a role or a person's id), and when it is due from now on
 */
export function actOf(asked: Asked, seen: Task, typed: { text: string; to: string; due_at: number }): TaskAct {
  const { version } = seen;
  const { text, to, due_at } = typed;
  const post = POSTS.find((one) => one === to);
  if (asked === 'cancel') return { act: 'cancel', version, reason: text };
  if (asked === 'put_off') return { act: 'put_off', version, due_at, reason: text };
  if (asked === 'give') return post ? { act: 'pass', version, post } : { act: 'give', version, to };
  return { act: 'done', note: text };
}

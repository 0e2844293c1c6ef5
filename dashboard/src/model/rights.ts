/** What a role may see and do. The hub decides; this only keeps off the screen what the hub would refuse. */
import { RIGHTS } from '../api/rights';
import type { Role } from '../api/types';

export type Right = keyof typeof RIGHTS;

/** True if the role has the right for all patients, or for what belongs to no patient. */
export function may(role: Role, right: Right): boolean {
  const reach: Partial<Record<Role, string>> = RIGHTS[right];
  return reach[role] === 'all';
}

export const seesPatients = (role: Role): boolean => may(role, 'see_patients');
/** True for roles that act for patients: acknowledge, review, admit, bind, change limits. */
export const cares = (role: Role): boolean => may(role, 'care');
/** True for roles that may read the report on alerts. */
export const readsReports = (role: Role): boolean => may(role, 'see_reports');
/** True for roles that may read the audit. */
export const readsAudit = (role: Role): boolean => may(role, 'see_audit');
/** True for a word of the API that is a right. */
export const isRight = (word: string): word is Right => Object.hasOwn(RIGHTS, word);
/** True for roles that may try out profiles over the stored days of many patients. */
export const triesOut = (role: Role): boolean => may(role, 'try_out');
/** True for roles that may see how to get into a home: those who go there, and those who send somebody. */
export const seesAccess = (role: Role): boolean => may(role, 'see_access');
/** True for roles that do tasks and call homes. */
export const answers = (role: Role): boolean => may(role, 'keep_tasks') && may(role, 'log_calls');
/** True for roles that may bind a device to a patient whose two identifiers they know. */
export const binds = (role: Role): boolean => may(role, 'bind');
export const keepsKits = (role: Role): boolean => may(role, 'keep_kits');
/** True if there is a page for the role: the feed tells it something. */
export const hasPage = (role: Role): boolean => seesPatients(role) || may(role, 'see_kits');
/** True for roles that may see which unit is sent where. */
export const seesIncidents = (role: Role): boolean => may(role, 'see_incidents');
/** True for roles that may send units. */
export const dispatches = (role: Role): boolean => may(role, 'dispatch');
/** True for roles that may open an incident. */
export const opensIncidents = (role: Role): boolean => may(role, 'answer');
/** True for roles that put shifts on the roster and decide who watches whom. */
export const keepsShifts = (role: Role): boolean => may(role, 'keep_shifts');
/** True for roles that can hold the watch of patients. */
export const holdsWatch = (role: Role): boolean => may(role, 'hold_watch');

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
/** Reads what alerts asked of people. */
export const readsReports = (role: Role): boolean => may(role, 'see_reports');
/** Leads the shift or answers for the profiles: tries them out over the days of many patients. */
export const triesOut = (role: Role): boolean => may(role, 'try_out');
/** Sees how to get into a home: who goes there, and who sends somebody. */
export const seesAccess = (role: Role): boolean => may(role, 'see_access');
/** Does tasks and calls homes. */
export const answers = (role: Role): boolean => may(role, 'keep_tasks') && may(role, 'log_calls');
/** Binds a device to a patient whose two identifiers they have. */
export const binds = (role: Role): boolean => may(role, 'bind');
export const keepsKits = (role: Role): boolean => may(role, 'keep_kits');
/** True if there is a page for the role: the feed tells it something. */
export const hasPage = (role: Role): boolean => seesPatients(role) || may(role, 'see_kits');
/** Sees who is sent where. */
export const seesIncidents = (role: Role): boolean => may(role, 'see_incidents');
/** Sends units. */
export const dispatches = (role: Role): boolean => may(role, 'dispatch');
/** Opens an incident. */
export const opensIncidents = (role: Role): boolean => may(role, 'answer');
/** Puts shifts on the roster and says who watches whom. */
export const keepsShifts = (role: Role): boolean => may(role, 'keep_shifts');
/** Can hold the watch of patients. */
export const holdsWatch = (role: Role): boolean => may(role, 'hold_watch');

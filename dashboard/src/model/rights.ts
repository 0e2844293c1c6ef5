/** What a role may see and do. The hub decides; this only keeps off the screen what the hub would refuse. */
import type { Role } from '../api/types';

/** A technician looks after the machines of a home and sees no patient. */
export const seesPatients = (role: Role): boolean => role !== 'technician';
/** True for roles that act for patients: acknowledge, review, admit, bind, change limits. */
export const cares = (role: Role): boolean => role === 'nurse' || role === 'charge_nurse' || role === 'physician';
/** Leads the shift or answers for the profiles: tries them out over the days of many patients. */
export const triesOut = (role: Role): boolean => role === 'charge_nurse' || role === 'physician';
/** Sees how to get into a home: who goes there, and who sends somebody. */
export const seesAccess = (role: Role): boolean => role === 'nurse' || role === 'charge_nurse' || role === 'dispatcher';
export const keepsKits = (role: Role): boolean =>
  role === 'charge_nurse' || role === 'technician' || role === 'administrator';

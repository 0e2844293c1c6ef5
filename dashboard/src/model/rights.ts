/** What a role may see and do. The hub decides; this only keeps from the screen what it would refuse. */
import type { Role } from '../api/types';

/** A technician keeps the machines of a home and sees no patient. */
export const seesPatients = (role: Role): boolean => role !== 'technician';
/** Acts for patients: acknowledge, review, admit, bind, change limits. */
export const cares = (role: Role): boolean => role === 'nurse' || role === 'charge_nurse';
export const keepsKits = (role: Role): boolean => role !== 'nurse';

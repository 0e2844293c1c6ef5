/** Checks limits before they are sent; the server checks again. */
import type { Limit } from '../api/types';

export type LimitFault =
  'low_not_below_high' | 'critical_low_not_below' | 'critical_high_not_above' | 'delay_out_of_range' | 'no_limit';

/** Longest delay a limit may have. */
export const MOST_DELAY_S = 3_600;

/** What is wrong with one row, or null. */
export function limitFault(l: Limit): LimitFault | null {
  if (l.low === null && l.high === null && l.critical_low === null && l.critical_high === null) return 'no_limit';
  if (l.low !== null && l.high !== null && l.low >= l.high) return 'low_not_below_high';
  if (l.critical_low !== null && l.low !== null && l.critical_low >= l.low) return 'critical_low_not_below';
  if (l.critical_high !== null && l.high !== null && l.critical_high <= l.high) return 'critical_high_not_above';
  if (l.critical_low !== null && l.critical_high !== null && l.critical_low >= l.critical_high)
    return 'low_not_below_high';
  if (!Number.isInteger(l.delay_s) || l.delay_s < 0 || l.delay_s > MOST_DELAY_S) return 'delay_out_of_range';
  return null;
}

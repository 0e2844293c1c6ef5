import { describe, expect, it } from 'vitest';
import type { Limit } from '../../src/api/types';
import { limitFault } from '../../src/model/limits';

const limit = (facts: Partial<Limit> = {}): Limit => ({
  vital: 'spo2',
  low: 88,
  high: null,
  delay_s: 15,
  priority: 'medium',
  critical_low: 85,
  critical_high: null,
  ...facts,
});

describe('limits before they are sent', () => {
  it('may stand when each lies where it must', () => expect(limitFault(limit())).toBeNull());
  it.each([
    ['no limit at all', limit({ low: null, critical_low: null }), 'no_limit'],
    ['low on high', limit({ high: 88 }), 'low_not_below_high'],
    ['critical low on low', limit({ critical_low: 88 }), 'critical_low_not_below'],
    ['critical high below high', limit({ high: 99, critical_high: 98 }), 'critical_high_not_above'],
    ['critical limits that cross', limit({ low: null, critical_low: 90, critical_high: 90 }), 'low_not_below_high'],
    ['a broken second', limit({ delay_s: 1.5 }), 'delay_out_of_range'],
    ['an hour and a second', limit({ delay_s: 3_601 }), 'delay_out_of_range'],
    ['a negative delay', limit({ delay_s: -1 }), 'delay_out_of_range'],
  ])('may not: %s', (_, wrong, fault) => expect(limitFault(wrong)).toBe(fault));
});

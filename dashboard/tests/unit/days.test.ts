import { expect, it } from 'vitest';
import { beginOf } from '../../src/model/days';

it('a day ends where the next one begins, also over the end of a month', () => {
  const [first, next] = [beginOf('2026-11-30', 1), beginOf('2026-12-01')];
  expect(first).toBe(next);
  expect(beginOf('')).toBeNull();
});

import { describe, expect, it } from 'vitest';
import { ageYears, formatAge, formatElapsed, freshness } from '../../src/model/age';

const HOUR = 3_600_000;

describe('freshness', () => {
  it('forgives a 1 Hz stream five seconds of network', () => {
    expect(freshness(6_000, 1_000)).toBe('fresh');
    expect(freshness(6_001, 1_000)).toBe('aging');
    expect(freshness(11_000, 1_000)).toBe('aging');
    expect(freshness(11_001, 1_000)).toBe('stale');
  });

  it('counts in cadences for slow devices', () => {
    expect(freshness(HOUR, HOUR)).toBe('fresh');
    expect(freshness(2 * HOUR, HOUR)).toBe('aging');
    expect(freshness(3 * HOUR + 1, HOUR)).toBe('stale');
  });

  it('never calls a spot check silent, but says when it is old', () => {
    expect(freshness(HOUR, null)).toBe('fresh');
    expect(freshness(100 * HOUR, null)).toBe('aging');
  });
});

describe('ages as people read them', () => {
  it.each([
    [-5_000, '0 s'],
    [99_999, '99 s'],
    [100_000, '1 m'],
    [99 * 60_000, '99 m'],
    [100 * 60_000, '1 h'],
    [47 * HOUR, '47 h'],
    [48 * HOUR, '2 d'],
  ])('%i ms is %s', (ms, text) => expect(formatAge(ms)).toBe(text));

  it.each([
    [0, '0:00'],
    [42_900, '0:42'],
    [21 * 60_000 + 44_000, '21:44'],
    [3 * HOUR + 4 * 60_000 + 9_000, '3:04:09'],
    [-1, '0:00'],
  ])('%i ms have elapsed as %s', (ms, text) => expect(formatElapsed(ms)).toBe(text));
});

describe('age in years', () => {
  const at = Date.UTC(2026, 3, 16);
  it('counts a birthday on its day and not before', () => {
    expect(ageYears('1961-04-17', at)).toBe(64);
    expect(ageYears('1961-04-16', at)).toBe(65);
  });
  it('is unknown when the date is not one', () => expect(ageYears('17.4.1961', at)).toBeNull());
});

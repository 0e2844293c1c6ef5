import { describe, expect, it } from 'vitest';
import { isKnownZone, isRepeated, usableZone } from '../../src/model/zone';

const utc = (text: string): number => Date.parse(`${text}Z`);

describe('a zone that this browser does not know', () => {
  it.each(['localtime', 'posixrules', 'Factory', 'Mars/Olympus'])('%s is told in UTC, and never thrown', (zone) => {
    expect(isKnownZone(zone)).toBe(false);
    expect(usableZone(zone)).toBe('UTC');
    expect(isRepeated(utc('2026-11-01T05:30:00'), zone)).toBe(false);
  });
  it('a known one and the own one stay', () => {
    expect(usableZone('America/New_York')).toBe('America/New_York');
    expect(usableZone(undefined)).toBeUndefined();
  });
});

describe('the hour that a clock change shows twice', () => {
  it.each([
    ['before it', '2026-11-01T04:59:59', false],
    ['the first time', '2026-11-01T05:00:00', true],
    ['its last second', '2026-11-01T05:59:59', true],
    ['the second time', '2026-11-01T06:00:00', true],
    ['its last second again', '2026-11-01T06:59:59', true],
    ['after it', '2026-11-01T07:00:00', false],
    ['the hour that is left out in spring', '2026-03-08T07:30:00', false],
    ['an hour before that', '2026-03-08T06:30:00', false],
  ])('in New York, %s', (_, at, told) => expect(isRepeated(utc(at), 'America/New_York')).toBe(told));
  it('is half an hour on Lord Howe Island', () => {
    const at = ['14:29', '14:30', '15:29', '15:30'].map((t) => utc(`2026-04-04T${t}:59`));
    expect(at.map((t) => isRepeated(t, 'Australia/Lord_Howe'))).toEqual([false, true, true, false]);
  });
  it('is nowhere where clocks never change', () => expect(isRepeated(utc('2026-11-01T05:30:00'), 'UTC')).toBe(false));
});

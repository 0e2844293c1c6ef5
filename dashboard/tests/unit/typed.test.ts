import { describe, expect, it } from 'vitest';
import { readNumber } from '../../src/model/typed';

describe('a number as it is typed', () => {
  it.each([
    ['38.5', 38.5],
    [' 38,5 ', 38.5],
    ['0', 0],
    ['', null],
    ['   ', null],
  ])('%o is %o', (text, value) => expect(readNumber(text)).toBe(value));
  it.each(['38.5 C', '38.5.', '3 8', '1e3', '0x10', '38,5,1', '-', 'off', '٣٨'])('%o is none, and not "off"', (text) =>
    expect(readNumber(text)).toBeUndefined(),
  );
});

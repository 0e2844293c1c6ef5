import { describe, expect, it } from 'vitest';
import type { Observation, ObservationCode } from '../../src/api/types';
import {
  found,
  isStruck,
  numberText,
  readOffScale,
  readValue,
  SHOWN_MAX,
  withObserved,
  type Choice,
} from '../../src/model/observations';

const CHOICES: Choice[] = [
  { key: 'heart_rate', name: 'Heart rate', also: '8867-4' },
  { key: 'temperature', name: 'Temperature', also: '8310-5' },
  { key: 'oxygen_device', name: 'Oxygen device', also: '107117-4' },
  { key: 'fio2', name: 'Inspired oxygen (FiO2)', also: '3150-6' },
  { key: 'pain', name: 'Presión sistólica', also: '8480-6' },
];
const keys = (text: string): string[] => found(CHOICES, text).map((choice) => choice.key);

describe('what can be observed is found', () => {
  it('by the first letters of its name, then of any word of it', () => {
    expect(keys('tem')).toEqual(['temperature']);
    expect(keys('oxy')).toEqual(['oxygen_device', 'fio2']);
    expect(keys('rate')).toEqual(['heart_rate']);
  });
  it('whatever the case, the accents and the blanks around it', () => {
    expect(keys(' HEART ')).toEqual(['heart_rate']);
    expect(keys('presion')).toEqual(['pain']);
    expect(keys('sistó')).toEqual(['pain']);
  });
  it('by its LOINC code', () => expect(keys('8310')).toEqual(['temperature']));
  it('as all there is while nothing is typed, and as nothing when nothing fits', () => {
    expect(keys('')).toHaveLength(CHOICES.length);
    expect(keys('mood')).toEqual([]);
  });
  it('a few at a time', () => {
    const many = Array.from({ length: 30 }, (_, i) => ({ key: `k${i}`, name: `Pain ${i}` }));
    expect(found(many, 'pain')).toHaveLength(SHOWN_MAX);
  });
});

describe('a value as it is typed', () => {
  const code = { low: 25, high: 45, decimals: 2, unit: 'Cel' } as ObservationCode;
  it.each([
    ['38.3', 38.3],
    ['38,3', 38.3],
    ['25', 25],
    ['38.30', 38.3],
    ['38.300', 38.3],
  ])('%o is %o', (text, value) => expect(readValue(text, code)).toBe(value));
  it.each([
    ['', 'none'],
    ['38.3 C', 'not_a_number'],
    ['101.3', 'band'],
    ['24.99', 'band'],
    ['38.355', 'too_fine'],
  ])('%o is refused: %s', (text, fault) => expect(readValue(text, code)).toMatchObject({ fault }));
  it('is of no band where the code has none', () => {
    const free = { low: null, high: null, decimals: null } as ObservationCode;
    expect(readValue('-3.1234', free)).toBe(-3.1234);
  });
});

describe('what a device shows instead of a number', () => {
  const off_scale = [
    { finding: 'off_scale_low', rings: true },
    { finding: 'off_scale_high', rings: true },
  ];
  const glucose = { off_scale } as ObservationCode;
  it.each([
    ['LO', 'off_scale_low'],
    [' hi ', 'off_scale_high'],
  ])('%o is the answer %s', (text, finding) => expect(readOffScale(text, glucose)?.finding).toBe(finding));
  it('is nothing else, and nothing where no vital is measured', () => {
    expect(readOffScale('20', glucose)).toBeNull();
    expect(readOffScale('', glucose)).toBeNull();
    expect(readOffScale('LO', { off_scale: [] } as unknown as ObservationCode)).toBeNull();
  });
});

it('a number is shown as it was written, with the unit that people know', () => {
  expect(numberText(38.3, 'Cel')).toBe('38.3 °C');
  expect(numberText(7, '{score}')).toBe('7');
  expect(numberText(9.8, 'g/dL')).toBe('9.8 g/dL');
});

it('only what does not hold any more is struck through', () => {
  const states = ['current', 'corrected', 'withdrawn', 'withdrawal'] as const;
  expect(states.filter((state) => isStruck({ state } as never))).toEqual(['corrected', 'withdrawn']);
});

describe('what the feed tells of observations', () => {
  const one = (code: string, at: number, id = code): Observation => ({ code, at, id }) as Observation;
  const ids = (list: Observation[]): string[] => list.map((o) => o.id);
  const known = [one('pain', 30), one('weight', 20), one('glucose', 10)];

  it('takes the place of what was known of its code, and stands by its own instant', () => {
    expect(ids(withObserved(known, new Map([['pain', one('pain', 15, 'new')]])))).toEqual(['weight', 'new', 'glucose']);
    expect(ids(withObserved(known, new Map([['fio2', one('fio2', 40)]])))).toEqual([
      'fio2',
      'pain',
      'weight',
      'glucose',
    ]);
  });
  it('takes away what was withdrawn, and leaves what nobody knows of', () => {
    expect(ids(withObserved(known, new Map([['pain', null]])))).toEqual(['weight', 'glucose']);
    expect(ids(withObserved(known, new Map([['pain', undefined]])))).toEqual(['pain', 'weight', 'glucose']);
  });
});

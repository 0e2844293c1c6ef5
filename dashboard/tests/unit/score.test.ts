/** What a score and the alerts that rest on one say: never more than is known, and never by colour alone. */
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { EarlyWarning, Evidence, Input, Score } from '../../src/api/types';
import { missingParts, observationCodeOf, scoreBand, scoreText, shownRise, wantedOf } from '../../src/model/score';
import { tileView } from '../../src/model/tileview';
import { alert, NOW, tile } from './build';

const PARTS = ['respirations', 'spo2', 'oxygen', 'systolic', 'pulse', 'consciousness', 'temperature'];
const AT = NOW - 180_000;

/** A score of these points, in the order of the parts; null for one that nobody measured. */
function score(points: (number | null)[], facts: Partial<Score> = {}): Score {
  const parts = PARTS.map((part, i) => ({ part, points: points[i] ?? null, at: points[i] == null ? null : AT }));
  const at_least = parts.reduce((sum, part) => sum + (part.points ?? 0), 0);
  const total = parts.every((part) => part.points !== null) ? at_least : null;
  return { total, at_least, rise: 0, scale_two_since_at: null, parts, mews: null, ...facts };
}
const input = (facts: Partial<Input>): Input => ({
  ...{ what: 'spo2', value: null, word: null, unit: null, at: AT, flags: [], good_percent: null },
  ...facts,
});
const evidence = (facts: Partial<Evidence>): Evidence => ({
  ...{ inputs: [], score: null, clock_from_at: null, fault: null, hint: null, wanted: [], silent: [] },
  ...facts,
});

describe('the score on a tile', () => {
  it.each([
    [0, 'plain'],
    [4, 'plain'],
    [5, 'medium'],
    [6, 'medium'],
    [7, 'high'],
    [20, 'high'],
  ])('of %i is in the band %s', (total, band) => {
    expect(scoreBand(score([], { total, at_least: total }))).toBe(band);
    expect(scoreBand(score([], { total: null, at_least: total }))).toBe(band);
  });
  it('is its total, or the least that it can be', () => {
    expect(scoreText(score([3, 2, 0, 0, 0, 0, 0]))).toBe('5');
    expect(scoreText(score([3, 1, null, 0, 0, null, 0]))).toBe('≥4');
  });
  it('is never 0 while a part is missing, and is 0 when each is known and has none', () => {
    expect(scoreText(score([0, 0, null, 0, 0, null, 0]))).toBe('–');
    expect(scoreText(score([0, 0, 0, 0, 0, 0, 0]))).toBe('0');
  });
  it('shows a rise from two points on', () => {
    expect([0, 1, 2, 4].map((rise) => shownRise(score([], { rise })))).toEqual([0, 0, 2, 4]);
  });
});

describe('a missing part', () => {
  const incomplete = score([0, 0, null, 0, null, null, 0]);
  it('is on the list of what to do, under the code in which a person writes it down', () => {
    const wanted = ['heart_rate', 'oxygen', 'consciousness'];
    const codes = missingParts(incomplete).map((part) => observationCodeOf(wantedOf(part, wanted) ?? ''));
    expect(codes).toEqual(['oxygen_device', 'heart_rate', 'consciousness']);
  });
});

describe('the clock to antibiotics on a tile', () => {
  const fever = (facts: Partial<Parameters<typeof alert>[0]> = {}) =>
    alert({ rule: 'fever', vital: 'temperature', evidence: evidence({ clock_from_at: AT }), ...facts });
  const from = (...alerts: ReturnType<typeof alert>[]) =>
    tileView({ tile: tile(), readings: new Map(), alerts, gateway: undefined }, NOW).feverFrom;

  it('runs from the first temperature of the fever, whoever has the alert and however urgent another is', () => {
    expect(from(alert({ priority: 'high' }), fever({ id: 'f', response: 'acknowledged' }))).toBe(AT);
  });
  it('does not run for a fever that is only suspected, is over, or for nobody', () => {
    expect(from(fever({ evidence: evidence({}) }))).toBeNull();
    expect(from(fever({ condition: 'cleared' }))).toBeNull();
    expect(from(alert())).toBeNull();
  });
});

describe('the words of a score', () => {
  let words: typeof import('../../src/i18n');
  let settings: typeof import('../../src/app/settings.svelte').settings;
  beforeAll(async () => {
    vi.stubGlobal('navigator', { language: 'en-US' });
    words = await import('../../src/i18n');
    ({ settings } = await import('../../src/app/settings.svelte'));
    // Each message is a module of its own: several hundred to load on a busy machine.
  }, 60_000);
  const inSpanish = (say: () => string): string => {
    settings.locale = 'es';
    const said = say();
    settings.locale = 'en';
    return said;
  };
  const news2 = (of: Score, facts: Partial<Parameters<typeof alert>[0]> = {}) =>
    alert({
      ...{ rule: 'news2', vital: null, unit: null, value: of.at_least, extreme: of.at_least, limit: 7 },
      ...{ evidence: evidence({ score: of }), ...facts },
    });
  const warned = (of: Score): EarlyWarning => ({ score: of, wanted: [] });

  it('name every vital of a device that fell silent', () => {
    const silent = alert({
      ...{ rule: 'spo2_silent', vital: 'spo2', kind: 'technical', value: null, extreme: null, limit: null },
      evidence: evidence({ silent: ['spo2', 'pulse_rate'] }),
    });
    expect(words.extremeWords(silent, 0)).toBe('missing when it began: SpO2, PR');
    expect(words.extremeWords({ ...silent, evidence: null }, 0)).toBe('');
  });
  it('tell the total with the edge that it reached', () => {
    const nine = news2(score([2, 2, 0, 2, 2, 0, 1]));
    expect(words.alertWords(nine)).toBe('NEWS2 9 (≥ 7)');
    expect(inSpanish(() => words.alertWords(nine))).toBe('NEWS2 9 (≥ 7)');
  });
  it('tell of an incomplete score the least that it can be', () => {
    const nine = news2(score([3, 3, null, 3, 0, null, 0]));
    expect(words.alertWords(nine)).toBe('NEWS2 at least 9');
    expect(inSpanish(() => words.alertWords(nine))).toBe('NEWS2 al menos 9');
  });
  it('never call a sum complete that the kept evidence does not show to be', () => {
    expect(words.alertWords(news2(score([2, 2, 0, 2, 2, 0, 1]), { extreme: 11 }))).toBe('NEWS2 at least 11');
    expect(words.alertWords(news2(score([]), { value: 8, extreme: 8, evidence: null }))).toBe('NEWS2 at least 8');
  });
  it('name the red part of a low sum, and the rise of one that rose', () => {
    const red = news2(score([0, 0, 0, 0, 0, 3, 0]), { limit: null });
    expect(words.alertWords(red)).toBe('NEWS2 3 (consciousness 3)');
    const risen = news2(score([1, 1, 0, 1, 0, 0, 0], { rise: 2 }), { limit: null });
    expect(words.alertWords(risen)).toBe('NEWS2 3 (up 2 in an hour)');
  });
  it('say what it was once it is over', () => {
    const was = { condition: 'cleared' as const, cleared_at: NOW, value: 2 };
    expect(words.alertWords(news2(score([2, 2, 0, 2, 2, 0, 1]), was))).toBe('NEWS2 was 9 (≥ 7)');
    expect(inSpanish(() => words.alertWords(news2(score([3, 3, null, 3, 0, 0, 0]), was)))).toBe('NEWS2 fue al menos 9');
  });
  it('say for an ear what the frame and the arrow say, and what was not measured', () => {
    expect(words.scoreSentence(warned(score([2, 2, 0, 2, 2, 0, 1], { rise: 4 })))).toBe(
      'NEWS2 9, high risk, up 4 in an hour',
    );
    expect(words.scoreSentence(warned(score([3, 2, null, 0, 0, null, 0])))).toBe(
      'NEWS2 at least 5, medium risk or higher, not measured: oxygen, consciousness',
    );
    expect(words.scoreSentence(null)).toBe('');
  });
  it('never say low risk of an incomplete score', () => {
    expect(words.scoreSentence(warned(score([0, 0, null, 0, 0, null, 0])))).toContain('not complete');
    expect(words.scoreSentence(warned(score([0, 0, 0, 0, 0, 0, 0])))).toBe('NEWS2 0, low risk');
  });
  it('tell what was never measured from what is too old to count, and neither as points', () => {
    const of = score([0, 0, null, null, 0, 0, 0]);
    const parts = of.parts.map((part) => (part.part === 'systolic' ? { ...part, at: AT } : part));
    expect(words.missingWords({ ...of, parts })).toBe('not measured: oxygen · too old to count: systolic pressure');
    expect(parts.slice(2, 5).map(words.pointsWords)).toEqual(['not measured', 'too old', '0 points']);
  });
  it('tell what was measured as a clinic writes it, with how much of the signal was good', () => {
    const one = input({ value: 91.6, unit: '%', good_percent: 91, flags: ['low_perfusion'] });
    expect([words.inputText(one), words.qualityWords(one)]).toEqual([
      '92\u00a0%',
      '91 % of the signal good · Low perfusion',
    ]);
    expect(words.inputText(input({ what: 'consciousness', word: 'voice' }))).toBe('Responds to voice');
    expect(words.inputText(input({ what: 'oxygen', word: 'on' }))).toBe('on oxygen');
  });
  it('tell the other rules in their own units', () => {
    const shock = { rule: 'shock_index', vital: null, unit: null, value: 1.4, extreme: 1.4, limit: 0.9 };
    expect(words.alertWords(alert(shock))).toBe('Shock index 1.4 (≥ 0.9)');
    const sepsis = { rule: 'qsofa', vital: null, unit: null, value: 2, extreme: 2, limit: 2 };
    expect(words.alertWords(alert(sepsis))).toBe('qSOFA 2 of 3 signs');
    expect(words.alertWords(alert({ ...sepsis, condition: 'cleared' }))).toBe('qSOFA was 2 of 3 signs');
    expect(inSpanish(() => words.alertWords(alert(shock)))).toBe('Índice de shock 1.4 (≥ 0.9)');
  });

  const fever = (facts: Partial<Parameters<typeof alert>[0]> = {}) =>
    alert({
      ...{ rule: 'fever', vital: 'temperature', unit: 'Cel', value: 38.2, extreme: 38.3, limit: 38.3 },
      ...{ evidence: evidence({ clock_from_at: NOW - 47 * 60_000 }), ...facts },
    });
  it('tell a fever with the clock that runs against it', () => {
    expect(words.alertWords(fever())).toBe('Fever 38.3\u00a0°C');
    expect(words.feverWords(fever(), NOW)).toMatch(
      /^38\.3\u00a0°C since \d\d:\d\d, clock to antibiotics 47:00 running$/,
    );
    expect(inSpanish(() => words.feverWords(fever(), NOW))).toContain('reloj hasta el antibiótico 47:00 en marcha');
  });
  it('run no clock for a suspected fever, nor for one that is over', () => {
    const suspected = fever({ evidence: evidence({ inputs: [input({ what: 'temperature', value: 38 })] }) });
    expect(words.alertWords(suspected)).toBe('Suspected fever 38.3\u00a0°C');
    expect(words.feverWords(suspected, NOW)).toMatch(/measure again$/);
    const over = fever({ condition: 'cleared', cleared_at: NOW });
    expect(words.alertWords(over)).toBe('Fever was 38.3\u00a0°C');
    expect(words.feverWords(over, NOW)).toMatch(/^the clock to antibiotics ran from/);
  });
  it('fit the edge of a tile without losing that more is possible', () => {
    expect(words.judgedShort(news2(score([2, 2, 0, 2, 2, 0, 1])))).toBe('NEWS2 9');
    expect(words.judgedShort(news2(score([3, 2, null, 0, 0, null, 0])))).toBe('NEWS2 ≥5');
    expect(words.judgedShort(fever({ condition: 'cleared' }))).toBe('Fever was 38.3\u00a0°C');
    expect(words.judgedShort(alert())).toBeNull();
  });
  it('say in a line on what grounds it rang', () => {
    const of = score([3, 0, null, 0, 1, 0, 0]);
    const inputs = [input({ what: 'respiratory_rate', value: 26, unit: '/min' })];
    const line = words.extremeWords(news2(of, { evidence: evidence({ score: of, inputs }) }), NOW);
    expect(line).toBe('RR 26 · PR 1 point · not measured: oxygen');
  });
});

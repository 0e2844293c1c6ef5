import { beforeAll, describe, expect, it, vi } from 'vitest';
import { LOCALES } from '../../src/app/languages';
import { maskOf } from '../../src/model/antipyretics';

const HOUR = 3_600_000;
const at = Date.UTC(2026, 10, 23, 12);
const dose = { episode_id: 'e', drug: 'metamizole', atc: 'N02BB02', at, until: at + 6 * HOUR };
const bare = (text: string): string => text.replaceAll(/[\u2066-\u2069]/g, '');

describe('an antipyretic', () => {
  let words: typeof import('../../src/i18n/antipyretics');
  let settings: (typeof import('../../src/app/settings.svelte'))['settings'];
  beforeAll(async () => {
    vi.stubGlobal('navigator', { language: 'en' });
    words = await import('../../src/i18n/antipyretics');
    ({ settings } = await import('../../src/app/settings.svelte'));
  }, 60_000);

  it('is shown until six hours after it was given, and not longer when the hub cannot be asked', () => {
    const doses = new Map([['e', dose]]);
    expect(maskOf(doses, 'e', at + 6 * HOUR - 1)).toBe(dose);
    expect(maskOf(doses, 'e', at + 6 * HOUR)).toBeNull();
    expect([maskOf(doses, 'another', at), maskOf(doses, null, at)]).toEqual([null, null]);
  });
  it.each(LOCALES)('says which, how long ago, and until when a fever may be masked: %s', (locale) => {
    settings.locale = locale;
    const drug = { en: 'Metamizole', es: 'Metamizol', ar: 'ميتاميزول' }[locale];
    expect(words.doseWords(dose, at + 2 * HOUR)).toContain(drug);
    // Its second name has no room on a tile; it stands in the sentence.
    expect([words.doseWords(dose, at), words.maskWords(dose)].map((text) => text.includes('('))).toEqual([false, true]);
    expect(bare(words.doseWords(dose, at + 2 * HOUR))).toMatch(/2/);
    expect(bare(words.maskWords(dose))).toMatch(/\d\d:00.*\d\d:00/);
  });
});

/** Which pages are opened for the photographs and the examinations of a browser. */
import { describe, expect, it } from 'vitest';
import { wanted } from '../browser/scenes.mjs';

const names = (...how: Parameters<typeof wanted>): string[] => wanted(...how).scenes.map(({ name }) => name);

describe('the scenes that are named', () => {
  it('are those of the name and all that begin with it', () => {
    expect(names(['home'])).toEqual(expect.arrayContaining(['home', 'home-charge', 'home-es', 'home-ar']));
    expect(names(['home', 'ar'])).toContain('home-charge-ar');
  });
  it('are, where one language is examined, none that speaks another', () => {
    const english = names(['home'], { locale: 'en' });
    expect(english).toEqual(expect.arrayContaining(['home', 'home-charge']));
    expect(names(['home']).filter((name) => !english.includes(name))).toEqual(
      names(['home']).filter((name) => /-(es|ar)$/.test(name)),
    );
    expect(names([], { locale: 'en', only: ['wall', 'home-es'] })).toEqual(['wall']);
  });
});

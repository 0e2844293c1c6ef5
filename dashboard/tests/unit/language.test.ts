/** The language of a screen: what it loads, and what it says while that is on its way or does not come. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { language as Language } from '../../src/app/language.svelte';
import type { Locale } from '../../src/app/languages';
import type { settings as Settings } from '../../src/app/settings.svelte';

/** The file of each language that was asked for, until the test says what becomes of it. */
const asked = new Map<Locale, { come: () => void; fail: () => void }>();
const hubHas = vi.fn<() => Promise<'this' | 'another' | null>>();
const loadAnew = vi.fn();
vi.mock('../../src/i18n/texts', () => ({
  load: (locale: Locale) =>
    new Promise<void>((come, fail) => asked.set(locale, { come, fail: () => fail(new Error('not found')) })),
}));
vi.mock('../../src/app/outdated', () => ({ hubHas, loadAnew }));

describe('the language of a screen', () => {
  let language: typeof Language;
  let settings: typeof Settings;
  const kept = new Map<string, string>();
  const begins = (): unknown => (JSON.parse(kept.get('hearth-settings') ?? '{}') as { locale?: unknown }).locale;
  const page = { dataset: {} as Record<string, string>, lang: '', dir: '' };

  beforeEach(async () => {
    vi.resetModules();
    vi.resetAllMocks();
    asked.clear();
    kept.clear();
    hubHas.mockResolvedValue(null);
    vi.stubGlobal('navigator', { language: 'en-US' });
    vi.stubGlobal('document', { documentElement: page });
    vi.stubGlobal('localStorage', {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => kept.set(key, value),
    });
    ({ settings } = await import('../../src/app/settings.svelte'));
    ({ language } = await import('../../src/app/language.svelte'));
  });

  it('is the one that is loaded: nothing of another is asked for', async () => {
    settings.locale = 'es';
    const begun = language.begin();
    expect([...asked.keys()]).toEqual(['es']);
    expect(language.state).toBe('loading');
    asked.get('es')?.come();
    await begun;
    expect(language.state).toBe('ready');
  });
  it('stays until the texts of another are there; then the page turns round with it', async () => {
    const chosen = language.choose('ar');
    expect([settings.locale, language.coming]).toEqual(['en', 'ar']);
    asked.get('ar')?.come();
    await chosen;
    expect([settings.locale, language.coming, begins()]).toEqual(['ar', null, 'ar']);
    expect([page.lang, page.dir]).toEqual(['ar', 'rtl']);
  });
  it('is the one that was chosen last, whichever comes first', async () => {
    const [es, ar] = [language.choose('es'), language.choose('ar')];
    asked.get('ar')?.come();
    await ar;
    asked.get('es')?.come();
    await es;
    expect(settings.locale).toBe('ar');
  });
  it('stays, and the page says which one could not be had, while the hub is away', async () => {
    for (let times = 0; times < 2; times += 1) {
      const chosen = language.choose('es');
      expect(language.failed).toBe(null);
      asked.get('es')?.fail();
      await chosen;
      expect([settings.locale, language.failed, language.coming]).toEqual(['en', 'es', null]);
    }
    expect(loadAnew).not.toHaveBeenCalled();
    expect(begins()).toBe(undefined);
  });
  it('comes with a new page where the hub was updated and has this file no more', async () => {
    hubHas.mockResolvedValue('another');
    const chosen = language.choose('es');
    asked.get('es')?.fail();
    await chosen;
    expect([begins(), settings.locale]).toEqual(['es', 'en']);
    expect(loadAnew).toHaveBeenCalledOnce();
  });
  it('comes with a new page where the browser does not ask again for what failed once', async () => {
    hubHas.mockResolvedValue('this');
    for (const anew of [0, 1]) {
      const chosen = language.choose('es');
      asked.get('es')?.fail();
      await chosen;
      expect(loadAnew).toHaveBeenCalledTimes(anew);
    }
  });
  it('is missed by a screen that has none, until it comes', async () => {
    const begun = language.begin();
    asked.get('en')?.fail();
    await begun;
    expect(language.state).toBe('missing');
    expect(loadAnew).not.toHaveBeenCalled();
    const again = language.begin();
    asked.get('en')?.come();
    await again;
    expect(language.state).toBe('ready');
  });
  it('is missed by a screen whose hub stands still', async () => {
    vi.useFakeTimers();
    const begun = language.begin();
    await vi.advanceTimersByTimeAsync(8_000);
    await begun;
    vi.useRealTimers();
    expect(language.state).toBe('missing');
  });
});

describe('the version of the hub', () => {
  const hub = async (answer: () => Promise<Response>) => {
    vi.stubGlobal('fetch', answer);
    const { hubHas } = await vi.importActual<typeof import('../../src/app/outdated')>('../../src/app/outdated');
    return hubHas();
  };
  it('is this one while its first page names this file, and unknown while it does not answer', async () => {
    const here = new URL('../../src/app/outdated.ts', import.meta.url).pathname;
    expect(await hub(() => Promise.resolve(new Response(`<script src="${here}">`)))).toBe('this');
    expect(await hub(() => Promise.resolve(new Response('<script src="/assets/index-other.js">')))).toBe('another');
    expect(await hub(() => Promise.resolve(new Response('', { status: 503 })))).toBe(null);
    expect(await hub(() => Promise.reject(new TypeError('unreachable')))).toBe(null);
  });
});

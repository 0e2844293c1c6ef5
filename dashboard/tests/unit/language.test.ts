/** The language of a screen: what it loads, and what it says while that is on its way or does not come. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { language as Language } from '../../src/app/language.svelte';
import type { Locale } from '../../src/app/languages';
import type { settings as Settings } from '../../src/app/settings.svelte';

/** The file of each language that was asked for, until the test says what becomes of it. */
const asked = new Map<Locale, { come: () => void; fail: () => void }>();
const hubHas = vi.fn<() => Promise<'this' | 'another' | null>>();
const loadAnew = vi.fn<() => boolean>();
const loadOnce = vi.fn<() => boolean>();
const fileCame = vi.fn<() => void>();
const sound = { running: false };
vi.mock('../../src/i18n/texts', () => ({
  load: (locale: Locale) =>
    new Promise<void>((come, fail) => asked.set(locale, { come, fail: () => fail(new Error('not found')) })),
}));
vi.mock('../../src/app/outdated', () => ({ hubHas, loadAnew, loadOnce, fileCame }));
vi.mock('../../src/sound/sound.svelte', () => ({ sound }));

describe('the language of a screen', () => {
  let language: typeof Language;
  let settings: typeof Settings;
  const kept = new Map<string, string>();
  const begins = (): unknown => (JSON.parse(kept.get('hearth-settings') ?? '{}') as { locale?: unknown }).locale;
  const page = { dataset: {} as Record<string, string>, lang: '', dir: '' };

  /** Says that the file did not come, and waits for what becomes of it. */
  const fails = async (trying: Promise<void>, locale: Locale): Promise<void> => {
    asked.get(locale)?.fail();
    await trying;
  };

  beforeEach(async () => {
    vi.resetModules();
    vi.resetAllMocks();
    asked.clear();
    kept.clear();
    hubHas.mockResolvedValue(null);
    loadAnew.mockReturnValue(true);
    loadOnce.mockReturnValue(true);
    sound.running = false;
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
  it('is not what the next page begins with where no new page is loaded', async () => {
    hubHas.mockResolvedValue('another');
    loadAnew.mockReturnValue(false);
    await fails(language.choose('es'), 'es');
    hubHas.mockResolvedValue('this');
    loadOnce.mockReturnValue(false);
    await fails(language.choose('es'), 'es');
    expect([loadAnew.mock.calls.length, loadOnce.mock.calls.length]).toEqual([1, 1]);
    expect([begins(), settings.locale, language.failed]).toEqual([undefined, 'en', 'es']);
  });
  it('comes with a new page where the browser does not ask again for what failed once', async () => {
    hubHas.mockResolvedValue('this');
    for (const anew of [0, 1]) {
      await fails(language.choose('es'), 'es');
      expect(loadOnce).toHaveBeenCalledTimes(anew);
    }
    expect([begins(), loadAnew.mock.calls.length]).toEqual(['es', 0]);
  });
  it('loads no new page of the same version while the sound runs, which might not start again by itself', async () => {
    hubHas.mockResolvedValue('this');
    sound.running = true;
    for (let times = 0; times < 2; times += 1) await fails(language.choose('es'), 'es');
    await fails(language.begin(), 'en');
    expect([loadOnce.mock.calls.length, loadAnew.mock.calls.length, begins()]).toEqual([0, 0, undefined]);
    hubHas.mockResolvedValue('another');
    await fails(language.begin(), 'en');
    expect(loadAnew).toHaveBeenCalledOnce();
  });
  it('is waited for where its file is only slow: a new page would begin it anew', async () => {
    vi.useFakeTimers();
    hubHas.mockResolvedValue('this');
    const begun = language.begin();
    await vi.advanceTimersByTimeAsync(8_000);
    await begun;
    vi.useRealTimers();
    expect([language.state, loadOnce.mock.calls.length, loadAnew.mock.calls.length]).toEqual(['missing', 0, 0]);
  });
  it('is asked for with a new page once, and after that again and again, by a screen that has no other', async () => {
    hubHas.mockResolvedValue('this');
    await fails(language.begin(), 'en');
    expect([language.state, loadOnce.mock.calls.length, fileCame.mock.calls.length]).toEqual(['missing', 1, 0]);
    loadOnce.mockReturnValue(false);
    await fails(language.begin(), 'en');
    expect([language.state, loadAnew.mock.calls.length]).toEqual(['missing', 0]);
    const begun = language.begin();
    asked.get('en')?.come();
    await begun;
    expect([language.state, fileCame.mock.calls.length]).toEqual(['ready', 1]);
  });
  it('is English, which is not kept, on a screen whose own can be had with no new page, and it says so', async () => {
    settings.locale = 'es';
    hubHas.mockResolvedValue('this');
    loadOnce.mockReturnValue(false);
    const begun = language.begin();
    asked.get('es')?.fail();
    await vi.waitFor(() => expect(asked.has('en')).toBe(true));
    expect(language.state).toBe('missing');
    asked.get('en')?.come();
    await begun;
    expect([language.state, settings.locale, language.failed, page.lang]).toEqual(['ready', 'en', 'es', 'en']);
    expect([begins(), fileCame.mock.calls.length]).toEqual([undefined, 0]);
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

describe('a page whose files cannot be had', () => {
  type Outdated = typeof import('../../src/app/outdated');
  const kept = new Map<string, string>();
  const reload = vi.fn();
  let outdated: Outdated;
  beforeEach(async () => {
    vi.resetAllMocks();
    kept.clear();
    vi.stubGlobal('location', { reload });
    vi.stubGlobal('sessionStorage', {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => kept.set(key, value),
      removeItem: (key: string) => kept.delete(key),
    });
    outdated = await vi.importActual<Outdated>('../../src/app/outdated');
    vi.useFakeTimers();
  });
  afterEach(() => vi.useRealTimers());

  it('is loaded anew once a minute where the hub was updated', () => {
    expect([outdated.loadAnew(), outdated.loadAnew()]).toEqual([true, false]);
    vi.advanceTimersByTime(60_000);
    expect(outdated.loadAnew()).toBe(true);
    expect(reload).toHaveBeenCalledTimes(2);
  });
  it('is loaded anew once, and not each minute, where a file of the same version fails; again after one came', () => {
    expect(outdated.loadOnce()).toBe(true);
    vi.advanceTimersByTime(24 * 3_600_000);
    expect([outdated.loadOnce(), reload.mock.calls.length]).toEqual([false, 1]);
    outdated.fileCame();
    expect([outdated.loadOnce(), reload.mock.calls.length]).toEqual([true, 2]);
  });
  it('stays where the browser keeps nothing: it might load itself without end', () => {
    const forbidden = (): never => {
      throw new DOMException('denied', 'SecurityError');
    };
    vi.stubGlobal('sessionStorage', { getItem: forbidden, setItem: forbidden, removeItem: forbidden });
    expect([outdated.loadAnew(), outdated.loadOnce()]).toEqual([false, false]);
    outdated.fileCame();
    expect(reload).not.toHaveBeenCalled();
  });
});

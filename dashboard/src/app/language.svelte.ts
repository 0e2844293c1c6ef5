/**
 * The language of the screen: its texts are loaded before the first page is shown, and when it is changed. Until the texts
 * of another language are there the old one stays, because a page without words is worse than one in the wrong language.
 */
import { load } from '../i18n/texts';
import type { Locale } from './languages';
import { hubHas, loadAnew } from './outdated';
import { keepLocale, setLocale, settings } from './settings.svelte';

/** A hub that stands still lets a file load for ever, ms. */
const PATIENCE_MS = 8_000;
/** How often the texts are asked for again while a screen has none, ms. */
export const ASK_AGAIN_MS = 5_000;

async function soon(locale: Locale): Promise<void> {
  const late = new Promise<never>((_, reject) => setTimeout(() => reject(new Error('late')), PATIENCE_MS));
  await Promise.race([load(locale), late]);
}

class LanguageStore {
  /** Whether there are words for this screen. */
  state = $state<'loading' | 'ready' | 'missing'>('loading');
  /** The language that was chosen and is being loaded. */
  coming = $state<Locale | null>(null);
  /** The language that was chosen last and could not be loaded. */
  failed = $state<Locale | null>(null);

  /** Loads the texts of this screen. If the hub answers and they cannot be had, only a new page has the files of this hub. */
  async begin(): Promise<void> {
    try {
      await soon(settings.locale);
      this.state = 'ready';
    } catch {
      // An earlier try, which ends after a later one brought them.
      if (this.state === 'ready') return;
      this.state = 'missing';
      if ((await hubHas()) !== null) loadAnew();
    }
  }

  /** Changes to another language as soon as its texts are there. What is chosen last counts. */
  async choose(locale: Locale): Promise<void> {
    const again = this.failed === locale;
    this.coming = locale;
    this.failed = null;
    const there = await soon(locale).then(
      () => true,
      () => false,
    );
    if (this.coming !== locale) return;
    this.coming = null;
    if (there) setLocale(locale);
    else await this.missed(locale, again);
  }

  /**
   * Its file could not be had. Of another version than the hub's, this page never gets it; and some browsers do not ask again
   * for a file that failed once. A new page then comes back in the language that was chosen.
   */
  private async missed(locale: Locale, again: boolean): Promise<void> {
    this.failed = locale;
    const has = await hubHas();
    if (this.failed !== locale || has === null || (has === 'this' && !again)) return;
    keepLocale(locale);
    loadAnew();
  }
}

export const language = new LanguageStore();

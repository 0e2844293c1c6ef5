/**
 * The language of the screen: its texts are loaded before the first page is shown, and when it is changed. Until the texts
 * of another language are there the old one stays, because a page without words is worse than one in the wrong language.
 */
import { load } from '../i18n/texts';
import { sound } from '../sound/sound.svelte';
import type { Locale } from './languages';
import { fileCame, hubHas, loadAnew, loadOnce } from './outdated';
import { applySettings, keepLocale, setLocale, settings } from './settings.svelte';

/** A hub that stands still lets a file load for ever, ms. */
const PATIENCE_MS = 8_000;
/** How often the texts are asked for again while a screen has none, ms. */
export const ASK_AGAIN_MS = 5_000;
/** What a screen speaks that cannot have its own language. */
const STAND_IN = 'en';

type Tried = 'there' | 'late' | 'failed';

async function tried(locale: Locale): Promise<Tried> {
  const late = new Promise<Tried>((done) => setTimeout(() => done('late'), PATIENCE_MS));
  const came = load(locale).then(
    (): Tried => 'there',
    (): Tried => 'failed',
  );
  return Promise.race([came, late]);
}

/**
 * Loads the page anew if that may bring a file that did not come. Of another version than the hub's, this page never gets it.
 * Of the hub's own it may, as some browsers do not ask again for a file that failed once: but not while the sound runs, which
 * a new page may not be allowed to start, and not where the file is only slow and a new page would begin it anew.
 */
function anew(has: 'this' | 'another', how: Tried): boolean {
  if (has === 'another') return loadAnew();
  return how === 'failed' && !sound.running && loadOnce();
}

class LanguageStore {
  /** Whether there are words for this screen. */
  state = $state<'loading' | 'ready' | 'missing'>('loading');
  /** The language that was chosen and is being loaded. */
  coming = $state<Locale | null>(null);
  /** The language that was chosen last and could not be loaded. */
  failed = $state<Locale | null>(null);

  private isReady(): boolean {
    return this.state === 'ready';
  }

  /** Loads the texts of this screen. If the hub answers and they cannot be had, a new page may get them; else English does. */
  async begin(): Promise<void> {
    const { locale } = settings;
    const how = await tried(locale);
    // A try may end after a later one brought them.
    if (this.isReady()) return;
    if (how === 'there') {
      fileCame();
      this.state = 'ready';
      return;
    }
    this.state = 'missing';
    const has = await hubHas();
    if (!this.isReady() && has !== null && !anew(has, how)) await this.standIn(locale);
  }

  /** Changes to another language as soon as its texts are there. What is chosen last counts. */
  async choose(locale: Locale): Promise<void> {
    const again = this.failed === locale;
    this.coming = locale;
    this.failed = null;
    const how = await tried(locale);
    if (this.coming !== locale) return;
    this.coming = null;
    if (how !== 'there') return this.missed(locale, how, again);
    fileCame();
    setLocale(locale);
  }

  /** Its file could not be had. If a new page is loaded for it, that one begins in the language that was chosen. */
  private async missed(locale: Locale, how: Tried, again: boolean): Promise<void> {
    this.failed = locale;
    const has = await hubHas();
    if (this.failed !== locale || has === null || (has === 'this' && !again)) return;
    if (anew(has, how)) keepLocale(locale);
  }

  /** With words a screen can watch, if not in its language. It is not kept: the next page asks for its own again. */
  private async standIn(missed: Locale): Promise<void> {
    if (missed === STAND_IN || (await tried(STAND_IN)) !== 'there' || this.isReady()) return;
    this.failed = missed;
    settings.locale = STAND_IN;
    applySettings();
    this.state = 'ready';
  }
}

export const language = new LanguageStore();

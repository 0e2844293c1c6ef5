/** What this screen remembers between visits: theme, language, density, privacy, shortcuts, sound. Nothing of a patient. */
import { LANGUAGES, localeOf, type Locale } from './languages';

export type Theme = 'dark' | 'light';
export type Density = 'wall' | 'desk';
/** What is shown first after signing in: one's own page, or the wall on a screen that everybody sees. */
export type Start = 'home' | 'wall';

interface Settings {
  theme: Theme;
  locale: Locale;
  density: Density;
  start: Start;
  initialsOnly: boolean;
  shortcuts: boolean;
  /** True when a person has switched the sound on: it comes back by itself after a reload. */
  armed: boolean;
}

const KEY = 'hearth-settings';
/** The theme has a key of its own and is a plain word, so that it can be applied before the first page is painted. */
const THEME_KEY = 'hearth-theme';

function initial(): Settings {
  const locale = localeOf(navigator.language);
  const shown = { density: 'wall', start: 'home', initialsOnly: true } as const;
  const base: Settings = { theme: 'dark', locale, ...shown, shortcuts: true, armed: false };
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Settings>;
    const theme = localStorage.getItem(THEME_KEY) === 'light' ? 'light' : 'dark';
    // What was kept may name a language of another version.
    return { ...base, ...kept, theme, locale: localeOf(kept.locale ?? locale) };
  } catch {
    return base;
  }
}

export const settings = $state<Settings>(initial());

function keep({ theme, ...rest }: Settings): void {
  try {
    localStorage.setItem(THEME_KEY, theme);
    localStorage.setItem(KEY, JSON.stringify(rest));
  } catch {
    // The screen works without storage.
  }
}

/** Changes a setting and stores it. If the storage is full or forbidden, the change holds until the page is closed. */
export function change(wish: Partial<Omit<Settings, 'locale'>>): void {
  Object.assign(settings, wish);
  keep(settings);
  applySettings();
}

/** The language in which this screen begins the next time. */
export const keepLocale = (locale: Locale): void => keep({ ...settings, locale });

/** Speaks another language, whose texts are there: `language.choose` loads them before. */
export function setLocale(locale: Locale): void {
  settings.locale = locale;
  keep(settings);
  applySettings();
}

/** How `Intl` is asked for the reader's language. */
export const intlTag = (): string => LANGUAGES[settings.locale].intl;

/** Sets theme, language and direction of the whole page: before the first part of it is made, and at each change. */
export function applySettings(): void {
  document.documentElement.dataset['theme'] = settings.theme;
  document.documentElement.lang = settings.locale;
  document.documentElement.dir = LANGUAGES[settings.locale].direction;
}

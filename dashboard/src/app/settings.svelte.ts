/** What this screen remembers between visits: theme, language, density, privacy, shortcuts, sound. Nothing of a patient. */
export type Theme = 'dark' | 'light';
export type Locale = 'en' | 'es';
export type Density = 'wall' | 'desk';

interface Settings {
  theme: Theme;
  locale: Locale;
  density: Density;
  initialsOnly: boolean;
  shortcuts: boolean;
  /** True when a person has switched the sound on: it comes back by itself after a reload. */
  armed: boolean;
}

/** In which direction each language is written; a new language must be added here. */
const DIRECTION: Record<Locale, 'ltr' | 'rtl'> = { en: 'ltr', es: 'ltr' };

const KEY = 'hearth-settings';
/** The theme has a key of its own and is a plain word, so that it can be applied before the first page is painted. */
const THEME_KEY = 'hearth-theme';

function initial(): Settings {
  const locale: Locale = navigator.language.toLowerCase().startsWith('es') ? 'es' : 'en';
  const base: Settings = { theme: 'dark', locale, density: 'wall', initialsOnly: true, shortcuts: true, armed: false };
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Settings>;
    return { ...base, ...kept, theme: localStorage.getItem(THEME_KEY) === 'light' ? 'light' : 'dark' };
  } catch {
    return base;
  }
}

export const settings = $state<Settings>(initial());

/** Changes a setting and stores it. If the storage is full or forbidden, the change holds until the page is closed. */
export function change(wish: Partial<Settings>): void {
  Object.assign(settings, wish);
  try {
    const { theme, ...rest } = settings;
    localStorage.setItem(THEME_KEY, theme);
    localStorage.setItem(KEY, JSON.stringify(rest));
  } catch {
    // The screen works without storage.
  }
  applySettings();
}

export function applySettings(): void {
  document.documentElement.dataset['theme'] = settings.theme;
  document.documentElement.lang = settings.locale;
  document.documentElement.dir = DIRECTION[settings.locale];
}

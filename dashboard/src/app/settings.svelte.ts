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
  /** A person wanted to hear this screen: its sound comes back by itself after a reload. */
  armed: boolean;
}

/** How each language is written: a new one must say it. */
const DIRECTION: Record<Locale, 'ltr' | 'rtl'> = { en: 'ltr', es: 'ltr' };

const KEY = 'hearth-settings';
/** Kept apart and as a plain word, so that it can be set before the first page is painted. */
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

/** Changes a setting and keeps it; a full or forbidden storage only loses the memory, not the change. */
export function change(wish: Partial<Settings>): void {
  Object.assign(settings, wish);
  try {
    const { theme, ...rest } = settings;
    localStorage.setItem(THEME_KEY, theme);
    localStorage.setItem(KEY, JSON.stringify(rest));
  } catch {
    // The screen works without memory.
  }
  applySettings();
}

export function applySettings(): void {
  document.documentElement.dataset['theme'] = settings.theme;
  document.documentElement.lang = settings.locale;
  document.documentElement.dir = DIRECTION[settings.locale];
}

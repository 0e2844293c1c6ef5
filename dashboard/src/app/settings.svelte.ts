/** What this screen remembers between visits: theme, language, density, privacy, shortcuts. Nothing of a patient. */
export type Theme = 'dark' | 'light';
export type Locale = 'en' | 'es';
export type Density = 'wall' | 'desk';

interface Settings {
  theme: Theme;
  locale: Locale;
  density: Density;
  initialsOnly: boolean;
  shortcuts: boolean;
}

const KEY = 'hearth-settings';

function initial(): Settings {
  const locale: Locale = navigator.language.toLowerCase().startsWith('es') ? 'es' : 'en';
  const base: Settings = { theme: 'dark', locale, density: 'wall', initialsOnly: true, shortcuts: true };
  try {
    return { ...base, ...(JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Settings>) };
  } catch {
    return base;
  }
}

export const settings = $state<Settings>(initial());

/** Changes a setting and keeps it; a full or forbidden storage only loses the memory, not the change. */
export function change(wish: Partial<Settings>): void {
  Object.assign(settings, wish);
  try {
    localStorage.setItem(KEY, JSON.stringify(settings));
  } catch {
    // The screen works without memory.
  }
  applySettings();
}

export function applySettings(): void {
  document.documentElement.dataset['theme'] = settings.theme;
  document.documentElement.lang = settings.locale;
}

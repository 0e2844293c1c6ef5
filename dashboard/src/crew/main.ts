/** The crew's phone: a page of its own, so that a phone loads nothing of the wall. */
import { mount } from 'svelte';
import '../app.css';
import { language } from '../app/language.svelte';
import { applySettings, settings } from '../app/settings.svelte';
import Crew from './Crew.svelte';

// Outdoors light is the rule: dark is for who has chosen it on this phone.
try {
  if (localStorage.getItem('hearth-theme') === null) settings.theme = 'light';
} catch {
  settings.theme = 'light';
}
applySettings();
void language.begin();

const target = document.getElementById('app');
if (target) mount(Crew, { target });

// Only where the browser trusts the address (TLS, or this very machine). Without it the phone needs a link to begin.
if (import.meta.env.PROD && 'serviceWorker' in navigator)
  void navigator.serviceWorker.register('/sw.js', { updateViaCache: 'none' }).catch(() => undefined);

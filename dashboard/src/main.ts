import { mount } from 'svelte';
import App from './App.svelte';
import './app.css';
import { language } from './app/language.svelte';
import { applySettings } from './app/settings.svelte';

applySettings();
void language.begin();

const target = document.getElementById('app');
if (target) mount(App, { target });

// Only where the browser trusts the address (TLS, or this very machine). Without it the wall works, too.
if (import.meta.env.PROD && 'serviceWorker' in navigator)
  void navigator.serviceWorker.register('/sw.js', { updateViaCache: 'none' }).catch(() => undefined);

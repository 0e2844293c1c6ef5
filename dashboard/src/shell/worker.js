/**
 * Keeps the dashboard's own files in the browser, so that a screen that is opened or reloaded while the hub is away
 * says NOT WATCHING, with sound, and not what the browser says of a page it cannot load. Nothing that the API answers
 * is ever kept: no patient's data stands here.
 *
 * A page is asked of the hub first: whenever it answers, its own version is what runs. `SHELL` is written by the build
 * (tools/shell.mjs), so that each version is another file: the browser installs it, and it takes over at once.
 */
/* global SHELL */
const { version, files } = SHELL;
const NAME = `hearth-${version}`;
/** A hub that stands still lets a page load for ever. A crew's phone in a stairwell waits less: it can do without the hub. */
const PATIENCE_MS = 4_000;
const PHONE_PATIENCE_MS = 1_000;

/** The page that an address shows: the crew's phone, or the desk. */
const isPhone = (url) => /^\/crew(\/|$)/.test(new URL(url).pathname);

self.addEventListener('install', (event) => {
  event.waitUntil(
    caches
      .open(NAME)
      .then((cache) => cache.addAll(files))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener('activate', (event) => {
  const forget = async () => {
    for (const name of await caches.keys()) if (name !== NAME) await caches.delete(name);
    await self.clients.claim();
  };
  event.waitUntil(forget());
});

const kept = (path) => caches.open(NAME).then((cache) => cache.match(path));

async function page(request) {
  const phone = isPhone(request.url);
  try {
    return await fetch(request, { signal: AbortSignal.timeout(phone ? PHONE_PATIENCE_MS : PATIENCE_MS) });
  } catch {
    return (await kept(phone ? '/crew' : '/')) ?? Response.error();
  }
}

const asset = async (request, path) => (await kept(path)) ?? fetch(request);

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin) return;
  if (request.mode === 'navigate' && !url.pathname.startsWith('/api/')) event.respondWith(page(request));
  else if (files.includes(url.pathname)) event.respondWith(asset(request, url.pathname));
});

/** Carries out what model/keys.ts reads from a key press. */
import { CARDS, MOVES, neighbour, readKey, type KeyAct } from '../model/keys';
import type { Alert } from '../api/types';
import { cards } from '../model/cards';
import { acts } from './acts.svelte';
import { front } from './front.svelte';
import { hub } from './hub.svelte';
import { router } from './router.svelte';
import { session } from './session.svelte';
import { sendFromFront } from './sending';
import { settings } from './settings.svelte';

let chordAt: number | null = null;

function move(from: HTMLElement, act: KeyAct): void {
  const tiles = [...document.querySelectorAll<HTMLElement>('[data-episode]')];
  const spots = tiles.map((tile) => {
    const box = tile.getBoundingClientRect();
    return { id: tile.dataset['episode'] ?? '', x: box.x, y: box.y };
  });
  const to = neighbour(spots, from.dataset['episode'] ?? '', act);
  tiles.find((tile) => tile.dataset['episode'] === to)?.focus();
}

function back(): void {
  const active = document.activeElement;
  // Whoever leaves a field has not left the page: what is typed there would be gone.
  const isField = [HTMLInputElement, HTMLTextAreaElement, HTMLSelectElement].some((kind) => active instanceof kind);
  if (isField) (active as HTMLElement).blur();
  else if (router.route.page !== 'wall') router.go({ page: 'wall' });
}

/** The alert that a key is about: that of the patient in front, or that of a card in the strip. */
function wanted(act: KeyAct): Alert | null {
  const card = CARDS.findIndex((one) => one === act);
  return card < 0 ? front.taken : (cards(hub.alerts)[card]?.lead ?? null);
}

/** While the dialog is open, a second `A` is ignored: the nurse does not mean another alert. A card's own key does. */
function acknowledge(act: KeyAct): void {
  if (act === 'acknowledge' && acts.acknowledging) return;
  const alert = wanted(act);
  if (alert && session.mayAnswer(hub.climbs.get(alert.id))) acts.acknowledging = alert;
}

/** On the board the key belongs to the incident that is looked at. Elsewhere it sends somebody to the patient in front. */
function dispatch(): void {
  if (router.route.page === 'dispatch') document.querySelector<HTMLElement>('[data-offer]')?.click();
  else sendFromFront();
}

function board(): void {
  if (session.seesIncidents) router.go({ page: 'dispatch', incident: null });
}

function carryOut(act: KeyAct, tile: HTMLElement | null): void {
  if (act === 'acknowledge' || CARDS.some((card) => card === act)) acknowledge(act);
  else if (act === 'search') document.querySelector<HTMLElement>('[data-search]')?.focus();
  else if (act === 'help') acts.helping = true;
  else if (act === 'observe')
    acts.observing = session.clinical && router.route.page === 'patient' ? { code: null } : null;
  else if (act === 'call') acts.calling = session.answers && router.route.page === 'patient' ? { task: null } : null;
  else if (act === 'dispatch') dispatch();
  else if (act === 'board') board();
  else if (act === 'back') back();
  else if (act === 'alerts') router.go({ page: 'alerts', alert: null });
  else if (act === 'wall' || act === 'home' || act === 'setup' || act === 'tasks' || act === 'handover')
    router.go({ page: act });
  else if (act === 'open') tile?.click();
  else if (tile) move(tile, act);
}

export function keyboard(event: KeyboardEvent): void {
  const target = event.target instanceof HTMLElement ? event.target : document.body;
  const tile = target.closest<HTMLElement>('[data-episode]');
  const press = {
    key: event.key,
    modified: event.ctrlKey || event.altKey || event.metaKey,
    typing: target.matches('input:not([type=checkbox]), textarea, select'),
    dialog: document.querySelector('dialog[open]') !== null,
    onTile: tile !== null,
    rtl: document.documentElement.dir === 'rtl',
  };
  const act = readKey(press, settings.shortcuts, chordAt, event.timeStamp);
  chordAt = act === 'chord' ? event.timeStamp : null;
  if (act === null || act === 'chord') return;
  event.preventDefault();
  // A key that is held down does once what it does: only who moves may hold it.
  if (event.repeat && !MOVES.includes(act)) return;
  carryOut(act, tile);
}

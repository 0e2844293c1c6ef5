// The one script of faults: what happens to every candidate, and when. The seed moves each instant by up to two seconds;
// with the same seed all candidates get the same instants.
import { setTimeout as sleep } from 'node:timers/promises';
import { random } from '../chaos/plan.mjs';

const SPREAD_MS = 2_000;

/** The faults as `[instant, act]`, in ms from the first reading. */
export function plan(seed) {
  const next = random(seed);
  const about = (seconds) => Math.round(seconds * 1_000 + next() * SPREAD_MS);
  const [cut, again] = [about(15), about(200)];
  return [
    [cut, 'cut'],
    [cut + 60_000, 'heal'],
    [about(115), 'killHome'],
    [about(130), 'killBroker'],
    [about(145), 'killConsumer'],
    [about(160), 'stopDatabase'],
    [about(180), 'startDatabase'],
    [again, 'cut'],
    [about(215), 'killHome'],
    [again + 45_000, 'heal'],
    [about(260), 'end'],
  ];
}

/** Carries the faults out on a rig; returns the time of each as `{at, act}`. */
export async function carryOut(faults, rig, log) {
  const begun = Date.now();
  const done = [];
  for (const [instant, act] of faults) {
    await sleep(Math.max(0, begun + instant - Date.now()));
    done.push({ at: Date.now(), act });
    log(`${(instant / 1000).toFixed(1)} s: ${act}`);
    if (act !== 'end') await rig[act]();
  }
  return done;
}

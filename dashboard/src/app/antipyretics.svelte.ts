/** Who was given what lowers a fever: a temperature that is measured after it may be too low. */
import * as calls from '../api/calls';
import type { AntipyreticDose } from '../api/types';
import { maskOf } from '../model/antipyretics';
import { hub } from './hub.svelte';
import { polled } from './polled.svelte';

/** How often the hub is asked, ms: somebody else may have written a dose down. */
const EVERY_MS = 30_000;

class Antipyretics {
  /** The newest dose of each stay that was given one lately. What cannot be asked for anew stays, and ends by its own time. */
  doses = $state.raw<ReadonlyMap<string, AntipyreticDose>>(new Map());

  /** True while the hub could not be asked: who has no dose here may have had one. */
  unknown = $state(false);
  /** Counts what was asked: an answer that was overtaken is dropped. */
  private turn = 0;

  load = async (): Promise<void> => {
    const mine = ++this.turn;
    try {
      const { doses } = await calls.antipyretics();
      if (mine !== this.turn) return;
      [this.doses, this.unknown] = [new Map(doses.map((dose) => [dose.episode_id, dose])), false];
    } catch {
      if (mine === this.turn) this.unknown = true;
    }
  };

  /** The dose that may mask a fever of this patient now. */
  of(episode: string | null): AntipyreticDose | null {
    return maskOf(this.doses, episode, hub.second * 1000);
  }
}

export const antipyretics = new Antipyretics();

/** Keeps them while somebody who sees patients is signed in. To be called while a component is made. */
export const watchAntipyretics = (): void => void polled(antipyretics.load, EVERY_MS);

/**
 * Whether the desks of those who hold the watch can be heard. A page cannot know whether its loudspeaker works; who sits before it
 * can, and is asked as they begin. Until they have said so, others see that this desk may be silent.
 */
import * as calls from '../api/calls';
import type { DeskSound, SoundOutcome } from '../api/types';
import { silentOf } from '../model/desks';
import { polled } from './polled.svelte';
import { screenName } from './screen';
import { session } from './session.svelte';

/** How often the hub is asked, ms. */
const EVERY_MS = 30_000;

class Desks {
  all = $state.raw<readonly DeskSound[]>([]);
  /** True when what was said last could not be told to the hub. */
  unsaid = $state(false);

  load = async (): Promise<void> => {
    this.all = (await calls.deskSounds()).desks;
  };

  /** The desk of whoever is signed in here; null while they hold the watch of nobody. */
  get mine(): DeskSound | null {
    return this.all.find(({ holder }) => holder.id === session.staffId) ?? null;
  }

  /** Desks of others that may be silent. */
  get silent(): DeskSound[] {
    return silentOf(this.all, session.staffId);
  }

  /** Keeps what somebody says of the sounds of this screen. Who holds no watch has nothing to say to others. */
  async say(outcome: SoundOutcome): Promise<void> {
    if (!session.holdsWatch) return;
    try {
      this.all = (await calls.sayOfSound(screenName(), outcome)).desks;
      this.unsaid = false;
    } catch {
      this.unsaid = true;
    }
  }
}

export const desks = new Desks();

/** Keeps them while somebody who sees patients is signed in. To be called while a component is made. */
export const watchDesks = (): void => void polled(desks.load, EVERY_MS);

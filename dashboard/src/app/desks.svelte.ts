/**
 * Whether the desks of those who hold the watch can be heard. A page cannot know whether its loudspeaker works; who sits before it
 * can, and is asked as they begin. Until they have said so, others see that this desk may be silent.
 */
import * as calls from '../api/calls';
import type { DeskSound, SoundOutcome } from '../api/types';
import { heardAt, silentOf, type Heard } from '../model/desks';
import { polled } from './polled.svelte';
import { screenName } from './screen';
import { session } from './session.svelte';
import { settings } from './settings.svelte';

/** How often the hub is asked, ms. */
const EVERY_MS = 30_000;

class Desks {
  all = $state.raw<readonly DeskSound[]>([]);
  /** True when what was said last could not be told to the hub. */
  unsaid = $state(false);
  /** True while the hub could not be asked: who is not named here may be silent, too. */
  unknown = $state(false);
  /** Counts what was asked and said: an answer that was overtaken by something that was said is dropped. */
  private turn = 0;

  load = async (): Promise<void> => {
    const mine = ++this.turn;
    try {
      const { desks } = await calls.deskSounds();
      if (mine === this.turn) [this.all, this.unknown] = [desks, false];
    } catch {
      if (mine === this.turn) this.unknown = true;
    }
  };

  /** Forgets what one person was told, before another signs in. */
  forget(): void {
    this.turn += 1;
    [this.all, this.unsaid, this.unknown] = [[], false, false];
  }

  /** The desk of whoever is signed in here; null while they hold the watch of nobody. */
  get mine(): DeskSound | null {
    return this.all.find(({ holder }) => holder.id === session.staffId) ?? null;
  }

  /** Whether they have heard this screen; null while they hold the watch of nobody. */
  get here(): Heard | null {
    return heardAt(this.mine, screenName(), settings.armed);
  }

  /** Desks of others that may be silent. */
  get silent(): DeskSound[] {
    return silentOf(this.all, session.staffId);
  }

  /** Keeps what somebody says of the sounds of this screen. Who cannot hold a watch has nothing to say to others. */
  async say(outcome: SoundOutcome): Promise<void> {
    if (!session.clinical) return;
    try {
      const { desks } = await calls.sayOfSound(screenName(), outcome);
      this.turn += 1;
      [this.all, this.unsaid, this.unknown] = [desks, false, false];
    } catch {
      this.unsaid = true;
    }
  }
}

export const desks = new Desks();

/** Keeps them while somebody who sees patients is signed in. To be called while a component is made. */
export function watchDesks(): void {
  polled(desks.load, EVERY_MS);
  $effect(() => () => desks.forget());
}

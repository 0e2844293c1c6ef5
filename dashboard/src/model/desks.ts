/** When whoever watches at a screen is asked to test its sound, and which desks may be silent. */
import type { DeskSound } from '../api/types';

/** A watch, by the instant from which a test of its sound counts (ms since 1970), and whether one was heard. */
export interface Heard {
  since: number;
  heard: boolean;
}

/**
 * A watch whose tests begin to count so much later than those of the one before is another one, ms. What counts moves along with
 * the clock, too, while somebody keeps a stay for longer than a shift.
 */
const ANOTHER_MS = 300_000;

/** Somebody has heard this screen only if it is the one that they tested, and its sound has not been switched off since. */
export const heardAt = (desk: DeskSound | null, screen: string, armed: boolean): Heard | null =>
  desk && { since: desk.since, heard: armed && desk.outcome === 'heard' && desk.screen === screen };

/** True when somebody has to be asked now: as a watch begins, and as a test ends to count. Not again for what was put off. */
export const asks = (was: Heard | null, is: Heard | null): boolean =>
  is !== null && !is.heard && (was === null || was.heard || is.since - was.since > ANOTHER_MS);

/** Desks of others that may be silent: nobody has heard them since the watch began. */
export const silentOf = (all: readonly DeskSound[], me: string | null): DeskSound[] =>
  all.filter(({ holder, outcome }) => holder.id !== me && outcome !== 'heard');

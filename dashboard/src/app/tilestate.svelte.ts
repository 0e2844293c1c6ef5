/** The signals of one tile. Only what has changed is written, so only the texts and lines that show it are touched. */
import { extend, type Spark } from '../model/sparkline';
import type { TileView } from '../model/tileview';

/** How often a sparkline is redrawn, ms: an hour over 120 px moves one pixel in half a minute, so more often is wasted. */
const REDRAW_MS = 5_000;

export class TileState {
  view = $state.raw<TileView>() as TileView;
  sparks = $state.raw<Record<string, Spark>>({});
  private newest: Record<string, Spark> = {};
  private drawnAt = -Infinity;

  constructor(view: TileView) {
    this.view = view;
  }

  /** Takes a whole hour from the hub. */
  replaceSparks(sparks: Record<string, Spark>): void {
    this.newest = sparks;
    this.sparks = { ...sparks };
  }

  /** Takes one live value; it is drawn with the tile's next repaint for which a redraw is due. */
  sample(vital: string, at: number, value: number): void {
    const spark = this.newest[vital];
    if (spark) this.newest[vital] = extend(spark, at, value);
  }

  paint(view: TileView, now: number): void {
    this.view = view;
    if (now - this.drawnAt < REDRAW_MS) return;
    this.drawnAt = now;
    this.sparks = { ...this.newest };
  }
}

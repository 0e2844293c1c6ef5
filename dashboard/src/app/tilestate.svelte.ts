/** One tile's signals. Only what changed is written, so only that tile's texts and lines are touched. */
import { extend, type Spark } from '../model/sparkline';
import type { TileView } from '../model/tileview';

/** A line of an hour, 120 px wide, moves a pixel in half a minute: redrawing it with each value is wasted. */
const REDRAW_MS = 5_000;

export class TileState {
  view = $state.raw<TileView>() as TileView;
  sparks = $state.raw<Record<string, Spark>>({});
  private newest: Record<string, Spark> = {};
  private drawnAt = -Infinity;

  constructor(view: TileView) {
    this.view = view;
  }

  /** A whole hour from the hub. */
  replaceSparks(sparks: Record<string, Spark>): void {
    this.newest = sparks;
    this.sparks = { ...sparks };
  }

  /** One live value; drawn when the tile is painted next and a redraw is due. */
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

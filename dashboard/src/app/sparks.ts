/** The last hour of each number: read from the hub once a minute for all patients, and given to a few tiles in each frame. */
import * as calls from '../api/calls';
import type { Sparklines } from '../api/types';
import { sparkFrom, type Spark } from '../model/sparkline';
import type { TileState } from './tilestate.svelte';

const MINUTES = 60;
const EVERY_S = 60;
const TILES_PER_FRAME = 40;

function byEpisode(told: Sparklines): [string, Record<string, Spark>][] {
  const count = Math.max(1, Math.round((told.to - told.from) / told.bucket_ms));
  const found = new Map<string, Record<string, Spark>>();
  for (const s of told.series) {
    const of = found.get(s.episode_id) ?? {};
    of[s.vital] = sparkFrom(told.from, told.bucket_ms, count, s.points);
    found.set(s.episode_id, of);
  }
  return [...found];
}

export class Sparks {
  private askedAt = 0;

  constructor(private readonly tiles: ReadonlyMap<string, TileState>) {}

  /** Reads anew in the next second. */
  forget(): void {
    this.askedAt = 0;
  }

  tick(second: number): void {
    if (second - this.askedAt < EVERY_S) return;
    this.askedAt = second;
    void this.ask();
  }

  private async ask(): Promise<void> {
    const told = await calls.sparklines(MINUTES, MINUTES).catch(() => null);
    if (told) this.hand(byEpisode(told));
  }

  private hand(waiting: [string, Record<string, Spark>][]): void {
    for (const [id, sparks] of waiting.splice(0, TILES_PER_FRAME)) this.tiles.get(id)?.replaceSparks(sparks);
    if (waiting.length > 0) requestAnimationFrame(() => this.hand(waiting));
  }
}

/** How long a value takes from its device to this screen, and the trace of the hub's heartbeat. */
import type { Latency } from '../api/types';
import { Durations } from '../model/percentile';

const BEATS = 60;
const SAMPLES = 4_000;

export class Delays {
  /** The last minute, second by second: the hub's own delay, null where it was not heard. */
  beats = $state.raw<(number | null)[]>([]);
  /** As measured here; as the hub tells it until something was painted. */
  latency = $state.raw<{ p50_ms: number | null; p99_ms: number | null; count: number }>({
    p50_ms: null,
    p99_ms: null,
    count: 0,
  });
  private readonly durations = new Durations(SAMPLES);
  private readonly unpainted: number[] = [];

  /** A value measured at this instant waits for the next frame of the screen. */
  arrived(at: number): void {
    this.unpainted.push(at);
  }

  /** What waited is on the screen; it counts only when the hub's clock is known well enough. */
  painted(now: number, counts: boolean): void {
    for (const at of this.unpainted.splice(0)) if (counts) this.durations.add(Math.max(0, now - at));
  }

  /** Once a second. */
  tick(told: Latency | null, heard: boolean): void {
    this.beats = [...this.beats.slice(1 - BEATS), heard ? (told?.p50_ms ?? 0) : null];
    const { durations } = this;
    const p50_ms = durations.percentile(50);
    if (p50_ms !== null) this.latency = { p50_ms, p99_ms: durations.percentile(99), count: durations.count };
    else if (told) this.latency = told;
  }
}

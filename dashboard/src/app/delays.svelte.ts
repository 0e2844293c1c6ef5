/** How long a value takes from its device to this screen, and how late the hub's heartbeats come. */
import type { Latency } from '../api/types';
import { Durations } from '../model/percentile';

const BEATS = 60;
const SAMPLES = 4_000;

export class Delays {
  /** The hub's delay in each second of the last minute, ms; null for a second in which the hub was not heard. */
  beats = $state.raw<(number | null)[]>([]);
  /** Measured on this screen; until something was painted, as the hub reports it. */
  latency = $state.raw<{ p50_ms: number | null; p99_ms: number | null; count: number }>({
    p50_ms: null,
    p99_ms: null,
    count: 0,
  });
  private readonly durations = new Durations(SAMPLES);
  private readonly unpainted: number[] = [];

  /** A value measured at this instant has arrived and waits for the next frame of the screen. */
  arrived(at: number): void {
    this.unpainted.push(at);
  }

  /** What waited has been painted. It is counted only if the hub's clock is known well enough. */
  painted(now: number, counts: boolean): void {
    for (const at of this.unpainted.splice(0)) if (counts) this.durations.add(Math.max(0, now - at));
  }

  /** To be called once a second. */
  tick(told: Latency | null, heard: boolean): void {
    this.beats = [...this.beats.slice(1 - BEATS), heard ? (told?.p50_ms ?? 0) : null];
    const { durations } = this;
    const p50_ms = durations.percentile(50);
    if (p50_ms !== null) this.latency = { p50_ms, p99_ms: durations.percentile(99), count: durations.count };
    else if (told) this.latency = told;
  }
}

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Delays } from '../../src/app/delays.svelte';
import { Pulse } from '../../src/app/pulse.svelte';
import { NOW } from './build';

beforeEach(() => void vi.useFakeTimers({ now: NOW }));
afterEach(() => void vi.useRealTimers());

/** Time passes while the page runs: it looks at the clock as often as the watchdog lets it. */
function pass(pulse: Pulse, seconds: number): void {
  for (let i = 0; i < seconds * 4; i++) {
    vi.advanceTimersByTime(250);
    pulse.look();
  }
}
function heard(): Pulse {
  const pulse = new Pulse();
  pulse.start();
  pulse.connection(true);
  pulse.hear(NOW, true);
  pulse.look();
  return pulse;
}

describe('the pulse of the hub', () => {
  it('is live when heard, and covers the screen before it has been silent for 5 s', () => {
    const pulse = heard();
    expect(pulse.liveness).toBe('live');
    pass(pulse, 3);
    expect(pulse.liveness).toBe('delayed');
    expect(pulse.covered()).toBe(false);
    pass(pulse, 1.5);
    expect(pulse.covered()).toBe(true);
    pulse.hear(NOW + 4_500, false);
    pulse.look();
    expect(pulse.liveness).toBe('live');
  });
  it('says once that a second of the hub began', () => {
    const pulse = heard();
    vi.advanceTimersByTime(1_000);
    expect([pulse.look(), pulse.look()]).toEqual([true, false]);
    expect(pulse.second).toBe((NOW + 1_000) / 1_000);
  });
  it('is covered at once after a sleep, until something sent since then is heard', () => {
    const pulse = heard();
    vi.advanceTimersByTime(3_000);
    pulse.look();
    expect(pulse.liveness).toBe('stale');
    pulse.hear(NOW + 100, false);
    pulse.look();
    expect(pulse.liveness).toBe('stale');
    pulse.hear(NOW + 3_100, false);
    pulse.look();
    expect(pulse.liveness).toBe('live');
  });
  it('tires of an open connection that is silent for 10 s, and gives the next one as long', () => {
    const pulse = heard();
    pass(pulse, 10);
    expect(pulse.tired()).toBe(false);
    pass(pulse, 1);
    expect(pulse.tired()).toBe(true);
    pulse.renewed();
    expect(pulse.tired()).toBe(false);
    pass(pulse, 11);
    expect(pulse.tired()).toBe(true);
    pulse.connection(false);
    expect(pulse.tired()).toBe(false);
  });
});

describe('the delay', () => {
  const told = { p50_ms: 40, p99_ms: 90, count: 7 };
  it('is the one the hub tells until this screen has measured its own', () => {
    const delays = new Delays();
    delays.tick(told, true);
    expect(delays.latency).toEqual(told);
    delays.arrived(NOW - 200);
    delays.painted(NOW, true);
    delays.tick(told, true);
    expect(delays.latency).toEqual({ p50_ms: 200, p99_ms: 200, count: 1 });
  });
  it('is not measured by a clock that is in doubt', () => {
    const delays = new Delays();
    delays.arrived(NOW - 200);
    delays.painted(NOW, false);
    delays.painted(NOW + 1_000, true);
    delays.tick(null, true);
    expect(delays.latency.count).toBe(0);
  });
  it('leaves a gap where the hub was not heard, and remembers a minute', () => {
    const delays = new Delays();
    for (let i = 0; i < 70; i++) delays.tick(told, i !== 69);
    expect(delays.beats).toHaveLength(60);
    expect(delays.beats.slice(-2)).toEqual([40, null]);
  });
});

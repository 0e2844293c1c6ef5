/** The sound of this screen. A person switches it on; it follows the alerts, not the page; it tells when it cannot be heard. */
import { untrack } from 'svelte';
import type { Alert, Priority } from '../api/types';
import { change, settings } from '../app/settings.svelte';
import { isRinging, ringingPriority } from '../model/alertview';
import { play } from './player';
import { BURSTS, FAIL_TONE, nextBurstAt, volume, type Burst } from './schedule';

/** How many bursts began since the page was opened; tests read it. */
declare global {
  interface Window {
    hearthBursts?: { priority: Priority | 'fail'; at: number }[];
  }
}

/** A browser that refuses to play may never answer, or throw: after so long it has refused, ms. */
const ANSWER_MS = 2_000;
const within = (answer: Promise<void>): Promise<void> => {
  const late = new Promise<void>((done) => setTimeout(done, ANSWER_MS));
  return Promise.race([answer, late]);
};

class Sound {
  /** True while the audio context runs. Only then can anybody hear anything. */
  running = $state(false);
  /** When a person last confirmed to have heard the test, in ms since 1970. */
  heardAt = $state<number | null>(null);
  ringing = $state<Priority | null>(null);

  private context: AudioContext | null = null;
  private last: { priority: Priority; at_s: number } | null = null;
  private lastFail_s = -Infinity;

  /** Plays the three alert sounds, low first. A browser allows this only while it handles the press of a button. */
  async arm(): Promise<void> {
    await this.wake();
    if (!this.context || !this.running) return;
    change({ armed: true });
    let at_s = this.context.currentTime + 0.05;
    for (const priority of ['low', 'medium', 'high'] as const) {
      at_s = this.burst(priority, BURSTS[priority], volume(priority, 0), at_s) + 0.5;
    }
  }

  /**
   * Lets sound that was switched on before go on as soon as the browser allows it: at once, or after the first press of
   * anything. Listens until the returned function is called.
   */
  remember(): () => void {
    const gestures = ['pointerdown', 'pointerup', 'keydown', 'touchend'] as const;
    const wake = (): void => {
      if (settings.armed && !this.running) void this.wake();
    };
    for (const gesture of gestures) addEventListener(gesture, wake, { capture: true, passive: true });
    untrack(wake);
    return () => {
      for (const gesture of gestures) removeEventListener(gesture, wake, { capture: true });
    };
  }

  private async wake(): Promise<void> {
    try {
      if (this.context?.state === 'closed') this.context = null;
      this.context ??= this.create();
      await within(this.context.resume());
    } catch {
      // Refused; the state says so as well.
    }
    this.running = this.context?.state === 'running';
  }

  confirmHeard(now: number): void {
    this.heardAt = now;
  }

  private create(): AudioContext {
    const context = new AudioContext();
    context.onstatechange = () => (this.running = context.state === 'running');
    return context;
  }

  private burst(name: Priority | 'fail', burst: Burst, loudness: number, at_s: number): number {
    if (!this.context) return at_s;
    window.hearthBursts = [...(window.hearthBursts ?? []).slice(-99), { priority: name, at: Date.now() }];
    return play(this.context, burst, loudness, at_s);
  }

  /** To be called a few times a second: plays what must ring now. */
  follow(alerts: readonly Alert[], hubNow: number, covered: boolean): void {
    const priority = ringingPriority(alerts);
    if (priority !== this.ringing) this.ringing = priority;
    if (!this.context || !this.running) return;
    const now_s = this.context.currentTime;
    if (covered && now_s - this.lastFail_s >= FAIL_TONE.repeat_s) {
      this.lastFail_s = now_s;
      this.burst('fail', FAIL_TONE, 0.6, now_s + 0.02);
    }
    if (priority === null) this.last = null;
    else if (nextBurstAt(this.last, priority, now_s) <= now_s) this.ring(priority, alerts, hubNow, now_s);
  }

  /** One burst for an alert that somebody has: it is still so. What rings comes first, and is not disturbed. */
  remind(priority: Priority): void {
    if (this.context && this.running && this.ringing === null)
      this.burst(priority, BURSTS[priority], volume(priority, 0), this.context.currentTime + 0.02);
  }

  private ring(priority: Priority, alerts: readonly Alert[], hubNow: number, now_s: number): void {
    const oldest = Math.min(...alerts.filter((a) => isRinging(a) && a.priority === priority).map((a) => a.raised_at));
    this.last = { priority, at_s: now_s };
    this.burst(priority, BURSTS[priority], volume(priority, hubNow - oldest), now_s + 0.02);
  }
}

export const sound = new Sound();

/** The voice of this screen: armed by a person, follows the alerts and not the page, tells when it can't be heard. */
import { untrack } from 'svelte';
import type { Alert, Priority } from '../api/types';
import { change, settings } from '../app/settings.svelte';
import { isRinging, ringingPriority } from '../model/alertview';
import { play } from './player';
import { BURSTS, FAIL_TONE, nextBurstAt, volume, type Burst } from './schedule';

/** Count of bursts begun since the page was opened; read by tests and shown as proof that sound was asked for. */
declare global {
  interface Window {
    hearthBursts?: { priority: Priority | 'fail'; at: number }[];
  }
}

class Sound {
  /** True while the audio context runs: only then can anybody hear. */
  running = $state(false);
  /** When a person last confirmed to have heard the test, in ms since 1970. */
  heardAt = $state<number | null>(null);
  ringing = $state<Priority | null>(null);

  private context: AudioContext | null = null;
  private last: { priority: Priority; at_s: number } | null = null;
  private lastFail_s = -Infinity;

  /** Must be called from a press of a button. Plays the three alert sounds, low first. */
  async arm(): Promise<void> {
    await this.wake();
    if (!this.context) return;
    if (this.running) change({ armed: true });
    let at_s = this.context.currentTime + 0.05;
    for (const priority of ['low', 'medium', 'high'] as const) {
      at_s = this.burst(priority, BURSTS[priority], volume(priority, 0), at_s) + 0.5;
    }
  }

  /**
   * Sound that was armed before goes on as soon as the browser lets it: at once, or with the first press of anything.
   * Listens until the returned function is called.
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
    this.context ??= this.create();
    await this.context.resume();
    this.running = this.context.state === 'running';
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

  /** Called a few times a second: rings what must ring now. */
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

  private ring(priority: Priority, alerts: readonly Alert[], hubNow: number, now_s: number): void {
    const oldest = Math.min(...alerts.filter((a) => isRinging(a) && a.priority === priority).map((a) => a.raised_at));
    this.last = { priority, at_s: now_s };
    this.burst(priority, BURSTS[priority], volume(priority, hubNow - oldest), now_s + 0.02);
  }
}

export const sound = new Sound();

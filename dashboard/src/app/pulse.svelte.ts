/** Whether this screen is current, and the hub's time: what the clock and the newest frame say together. */
import * as live from '../model/liveness';

export const instant = (): live.Instant => ({ mono: performance.now(), wall: Date.now() });

export class Pulse {
  /** The state that the truth bar shows. */
  liveness = $state<live.Liveness>('connecting');
  /** Hub time in whole seconds. While the page is covered it stands at the time of the newest frame. */
  second = $state(0);
  /** Hub time of the newest frame, for "as of". */
  lastHeardAt = $state<number | null>(null);
  silence_s = $state(0);

  private heard: live.Heard | null = null;
  private connected = false;
  private since: live.Instant = { mono: 0, wall: 0 };
  private last: live.Instant = { mono: 0, wall: 0 };
  private wokeAt: number | null = null;
  private renewedAt = 0;

  start(): void {
    this.since = this.last = instant();
    this.renewed();
  }

  stop(): void {
    this.heard = null;
    this.liveness = 'connecting';
  }

  /** Hub time in milliseconds, now. */
  now(): number {
    return live.hubNow(this.heard, instant());
  }

  covered(): boolean {
    return live.isCovered(this.liveness);
  }

  connection(open: boolean): void {
    this.connected = open;
  }

  /** A frame came. The first of a connection starts the comparison of clocks anew. */
  hear(server_time: number, first: boolean): void {
    this.heard = live.hear(first ? null : this.heard, instant(), server_time);
    this.lastHeardAt = server_time;
  }

  /** The connection works, or was given up just now: the next one gets its whole time to come up. */
  renewed(): void {
    this.renewedAt = performance.now();
  }

  /** Looks at the clock, so that after a sleep the page is covered before anything is painted. True when a new second began. */
  look(): boolean {
    const now = instant();
    if (live.slept(this.last, now)) this.wokeAt = now.mono;
    this.last = now;
    const { heard, connected, since, wokeAt } = this;
    const state = live.liveness({ heard, connected, since, wokeAt }, now);
    if (state === 'live' && this.wokeAt !== null) this.wokeAt = null;
    if (state !== this.liveness) this.liveness = state;
    const quiet = live.silence(heard, now);
    const quiet_s = Number.isFinite(quiet) ? Math.floor(quiet / 1000) : 0;
    if (quiet_s !== this.silence_s) this.silence_s = quiet_s;
    const second = Math.floor(live.hubNow(heard, now) / 1000);
    const began = second !== this.second;
    if (began) this.second = second;
    return began;
  }

  /** True when an open connection has been silent for so long that another one should be tried. */
  tired(): boolean {
    const now = instant();
    const waited = Math.min(live.silence(this.heard, now), now.mono - this.renewedAt);
    return this.connected && waited > live.RECONNECT_MS;
  }
}

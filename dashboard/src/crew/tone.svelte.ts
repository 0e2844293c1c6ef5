/** The tone of an offer: it sounds until the crew has said yes. A browser lets a page sound only after somebody touched it. */
import { play } from '../sound/player';
import { BURSTS } from '../sound/schedule';

class Tone {
  /** True once the browser lets this page sound. */
  running = $state(false);
  /** True if an offer should sound and must not. */
  blocked = $state(false);
  private context: AudioContext | null = null;
  private timer: ReturnType<typeof setInterval> | null = null;

  constructor() {
    addEventListener('pointerdown', () => void this.start(), { passive: true });
    addEventListener('keydown', () => void this.start(), { passive: true });
  }

  async start(): Promise<void> {
    if (this.running) return;
    this.context ??= new AudioContext();
    await this.context.resume().catch(() => undefined);
    this.running = this.context.state === 'running';
    if (this.running) this.blocked = false;
  }

  ring(on: boolean): void {
    if (!on) {
      if (this.timer) clearInterval(this.timer);
      this.timer = null;
      this.blocked = false;
      return;
    }
    if (this.timer) return;
    this.burst();
    this.timer = setInterval(() => this.burst(), BURSTS.high.repeat_s * 1_000);
  }

  private burst(): void {
    // Not every browser has it.
    if ('vibrate' in navigator) navigator.vibrate([400, 200, 400]);
    if (this.context?.state !== 'running') this.blocked = true;
    else play(this.context, BURSTS.high, 1, this.context.currentTime + 0.05);
  }
}

export const tone = new Tone();

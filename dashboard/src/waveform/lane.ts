/** What has come of one waveform of a patient, and how it is drawn. */
import type { WaveformBlock } from '../api/types';
import { addBlock, blockEnd, playLag, range, sweep, thinned } from './sweep';

/** The part of the window that is erased in front of the head. */
const ERASED = 0.06;
/** A lane without a sample for longer says so, ms. */
const SILENT_MS = 3_000;
const RECENT = 10;

/** What has come of one waveform, newest last. */
export class Lane {
  private blocks: WaveformBlock[] = [];
  private readonly delays: number[] = [];

  /** Takes a block that just came, `delay_ms` after its first sample was taken. */
  arrived(block: WaveformBlock, delay_ms: number): void {
    this.recalled(block);
    this.delays.push(delay_ms);
    if (this.delays.length > RECENT) this.delays.shift();
  }

  /** Takes a block that the hub had stored. */
  recalled(block: WaveformBlock): void {
    this.blocks = addBlock(this.blocks, block);
  }

  /** How far behind the hub's clock it plays, ms; null without a signal. */
  behind(now_ms: number): number | null {
    const behind = playLag(this.delays);
    const newest = this.blocks.at(-1);
    return newest && blockEnd(newest) >= now_ms - behind - SILENT_MS ? behind : null;
  }

  /** Draws it as it is at an instant of the hub, in the colour of the canvas. */
  draw(canvas: HTMLCanvasElement, window_ms: number, now_ms: number): void {
    const context = canvas.getContext('2d');
    if (!context) return;
    const scale = devicePixelRatio;
    const [width, height] = [canvas.clientWidth * scale, canvas.clientHeight * scale];
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    context.clearRect(0, 0, width, height);
    const lines = sweep(this.blocks, now_ms - playLag(this.delays), window_ms, ERASED);
    const [low, high] = range(lines);
    context.strokeStyle = getComputedStyle(canvas).color;
    context.lineWidth = 1.8 * scale;
    context.lineJoin = 'round';
    context.beginPath();
    for (const line of lines)
      thinned(line, width).forEach(({ x, sample }, i) => {
        const y = height * (0.92 - 0.84 * ((sample - low) / (high - low)));
        if (i === 0) context.moveTo(x * width, y);
        else context.lineTo(x * width, y);
      });
    context.stroke();
  }
}

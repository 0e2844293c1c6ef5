/**
 * The open dialogs, one above the other. Only the topmost can be worked with, and beside it what must never be out of
 * reach: the alert strip and the sound. The browser's own modal dialogs would make these inert as well.
 */
import { tick } from 'svelte';
import { rememberFocus } from './focus';

class Layer {
  /** What had the focus last in it. */
  last: HTMLElement | null = null;
  giveBack: () => void = () => undefined;
}

class Layers {
  private stack = $state.raw<Layer[]>([]);
  /** Where the focus belongs once the dialog that just closed is gone; the next one inherits it. */
  private owed: (() => void) | null = null;
  /** Height of what stays on top of every dialog. */
  top_px = $state(0);

  get any(): boolean {
    return this.stack.length > 0;
  }

  isTop(layer: Layer): boolean {
    return this.stack.at(-1) === layer;
  }

  enter(): Layer {
    const layer = new Layer();
    layer.giveBack = this.owed ?? rememberFocus();
    this.owed = null;
    this.stack = [...this.stack, layer];
    return layer;
  }

  leave(layer: Layer): void {
    const above = this.stack[this.stack.indexOf(layer) + 1];
    this.stack = this.stack.filter((one) => one !== layer);
    if (above) {
      above.giveBack = layer.giveBack;
      return;
    }
    this.owed = layer.giveBack;
    // Not before the page has ceased to be inert.
    void tick().then(() => {
      if (this.owed !== layer.giveBack) return;
      this.owed = null;
      if (!this.refocus()) layer.giveBack();
    });
  }

  /** Puts the focus back into the topmost dialog, if there is one. */
  refocus(): boolean {
    const last = this.stack.at(-1)?.last;
    last?.focus();
    return last !== undefined && last !== null;
  }
}

export const layers = new Layers();

/**
 * The open dialogs, one above the other. Only the topmost can be used, and beside it what must always be within reach: the
 * alert strip and the sound. The browser's own modal dialogs would make those inert as well.
 */
import { tick } from 'svelte';
import { rememberFocus } from './focus';

class Layer {
  /** The element in the dialog that last had the focus. */
  last: HTMLElement | null = null;
  giveBack: () => void = () => undefined;
}

class Layers {
  private stack = $state.raw<Layer[]>([]);
  /** Moves the focus to where it belongs once the closed dialog is gone; if another one opens, it takes this over. */
  private owed: (() => void) | null = null;
  /** Height of what stays above every dialog, px. */
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
    // Only after the page is no longer inert; an inert page cannot take the focus.
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

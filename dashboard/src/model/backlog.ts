/** Spreads the repainting of many tiles over frames: what changed first, then a slice of the rest for their ages. */
export class Backlog {
  private readonly dirty = new Set<string>();
  /** Painted because it changed, since the round looked at it last: the round need not look again. */
  private readonly recent = new Set<string>();
  private cursor = 0;

  mark(id: string): void {
    this.dirty.add(id);
  }

  /**
   * What to repaint in this frame: changed tiles up to `most`, and enough of the others that each is looked at
   * once in `frames` frames (ages go on even when nothing arrives).
   */
  next(all: readonly string[], most: number, frames: number): string[] {
    const out: string[] = [];
    for (const id of this.dirty) {
      if (out.length >= most) break;
      this.dirty.delete(id);
      this.recent.add(id);
      out.push(id);
    }
    const slice = Math.ceil(all.length / frames);
    for (let i = 0; i < slice && i < all.length; i++) {
      this.cursor = (this.cursor + 1) % all.length;
      const id = all[this.cursor];
      if (id !== undefined && !this.recent.delete(id)) out.push(id);
    }
    return out;
  }
}

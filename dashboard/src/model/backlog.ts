/** Spreads the repainting of many tiles over frames: first the tiles that changed, then some of the others for their ages. */
export class Backlog {
  private readonly dirty = new Set<string>();
  /** Tiles that were painted since the last round reached them, because they changed: the round may skip them. */
  private readonly recent = new Set<string>();
  private cursor = 0;

  mark(id: string): void {
    this.dirty.add(id);
  }

  /**
   * The tiles to repaint in this frame: at most `most` that changed, and so many others that each is repainted once in
   * `frames` frames, because ages go on even when nothing arrives.
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

/** What the hub was asked for: its newest answer, or why there is none. An answer that is overtaken by a later one is dropped. */
export class Loaded<T> {
  value = $state.raw<T | null>(null);
  error = $state<unknown>(null);
  private asked = 0;

  constructor(private readonly ask: () => Promise<T>) {}

  load = async (): Promise<void> => {
    this.asked += 1;
    const mine = this.asked;
    try {
      const value = await this.ask();
      if (mine !== this.asked) return;
      [this.value, this.error] = [value, null];
      this.settled(false);
    } catch (e) {
      if (mine !== this.asked) return;
      this.error = e;
      this.settled(true);
    }
  };

  /** What else follows from each answer that counts, and from each failure. */
  protected settled: (failed: boolean) => void = () => undefined;
}

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
      if (mine === this.asked) [this.value, this.error] = [value, null];
    } catch (e) {
      if (mine === this.asked) this.error = e;
    }
  };
}

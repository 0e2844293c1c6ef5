/**
 * One page of the phone at a time. Two (a tab and the installed page) would each keep a whole queue and write over the other's:
 * the one that holds the lock reads, keeps and sends; any other says so, and can take its place.
 */
const NAME = 'hearth-crew';
/** The lock of a page that is loaded anew is let go within this, ms; longer, and another page has it. */
const SOON_MS = 1_000;
/** A page that the browser has put to sleep does not answer: after so long its lock is taken, ms. */
const ASLEEP_MS = 2_000;

export class OneTab {
  held = $state<'asking' | 'mine' | 'elsewhere'>('asking');
  private letGo: (() => void) | null = null;
  private waits: AbortController | null = null;
  private readonly channel = 'BroadcastChannel' in globalThis ? new BroadcastChannel(NAME) : null;

  /**
   * @param has done when this page has become the one; what it returns is waited for
   * @param leaves done before another page becomes the one: what is to be written is
   */
  constructor(
    private readonly has: () => Promise<void>,
    private readonly leaves: () => Promise<void>,
  ) {
    this.channel?.addEventListener('message', () => void this.give());
  }

  /** Waits for its turn. Where the browser has no locks nothing is kept either, so that nothing is written over. */
  begin(): void {
    // Not there without TLS, whatever its type says.
    if (!('locks' in navigator)) {
      this.held = 'mine';
      void this.has();
      return;
    }
    this.waits = new AbortController();
    void this.ask({ signal: this.waits.signal });
    setTimeout(() => {
      if (this.held === 'asking') this.held = 'elsewhere';
    }, SOON_MS);
  }

  /** Takes the place of the page that has it. */
  take(): void {
    this.channel?.postMessage('give');
    setTimeout(() => {
      if (this.held === 'mine') return;
      this.waits?.abort();
      void this.ask({ steal: true });
    }, ASLEEP_MS);
  }

  private async ask(how: LockOptions): Promise<void> {
    try {
      await navigator.locks.request(NAME, how, () => this.hold());
    } catch {
      // Given up for a stronger asking of its own, or taken by another page: this one is not the one.
      if (how.signal?.aborted || this.held !== 'mine') return;
      this.held = 'elsewhere';
      await this.leaves();
      this.begin();
    }
  }

  private async hold(): Promise<void> {
    this.held = 'mine';
    await this.has();
    await new Promise<void>((done) => (this.letGo = done));
  }

  private async give(): Promise<void> {
    if (this.held !== 'mine' || !this.letGo) return;
    const letGo = this.letGo;
    this.letGo = null;
    this.held = 'elsewhere';
    await this.leaves();
    letGo();
    this.waits = new AbortController();
    void this.ask({ signal: this.waits.signal });
  }
}

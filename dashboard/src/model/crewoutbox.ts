/**
 * Carries the queue of a crew's phone to the hub. What is said is on the disk before it counts as said, and leaves the disk only
 * after the hub has answered: a phone that dies in between sends again, under the same id, and the hub hears it once.
 */
import { answered, failed, isSetAside, next, put, type Against, type Command, type Queue } from './crewqueue';

/** What the outbox is given to work with. */
export interface Hands {
  /** The queue as it is now. */
  queue(): Queue;
  /** Puts another one in its place. */
  become(queue: Queue): void;
  /** Keeps the queue as it is now; done once it is on the disk. */
  keep(): Promise<void>;
  /** For whom is sent: the id of who is signed in; null while nobody is. */
  person(): string | null;
  /** Sends a command: what the hub said against it, `null` if nothing; `'unknown'` if it did not answer, `'fails'` if with neither. */
  send(command: Command): Promise<Against | null | 'unknown' | 'fails'>;
  /** The hub's time, ms since 1970. */
  now(): number;
}

export class Outbox {
  private sending = false;

  constructor(private readonly hands: Hands) {}

  /** Says something. False if the phone holds no more. */
  async say(command: Command): Promise<boolean> {
    const after = put(this.hands.queue(), command);
    if (after === null) return false;
    this.hands.become(after);
    await this.hands.keep();
    return true;
  }

  private next(): Command | null {
    return next(this.hands.queue(), this.hands.person());
  }

  /**
   * Sends what waits, one after the other, until all is answered or the hub is silent. Says how many were answered. What the hub
   * cannot digest holds the rest up, because order counts, until it has failed so often that it is set aside.
   */
  async flush(): Promise<number> {
    if (this.sending) return 0;
    this.sending = true;
    let sent = 0;
    try {
      for (let command = this.next(); command; command = this.next()) {
        const said = await this.hands.send(command);
        if (said === 'unknown') break;
        const { id } = command;
        const queue = this.hands.queue();
        this.hands.become(said === 'fails' ? failed(queue, id) : answered(queue, id, this.hands.now(), said));
        await this.hands.keep();
        if (said !== 'fails') sent += 1;
        else if (!this.hands.queue().waiting.some((one) => one.id === id && isSetAside(one))) break;
      }
    } finally {
      this.sending = false;
    }
    return sent;
  }
}

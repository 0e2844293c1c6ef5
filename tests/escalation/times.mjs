// When the hub ran, and what its wall clock showed: both as the run saw them from outside. All times are ms since 1970 of
// this machine's clock, which nobody steps.

/** A stamp of the hub may lie this far on the other side of a step of its clock: the step takes effect a moment later. */
const AROUND_STEP_MS = 1_500;

/** When no hub ran: from a kill until the next hub said that it is ready. */
export class Downtime {
  #spans = [];

  began(at) {
    this.#spans.push({ from: at, until: Infinity });
  }

  /** `started`: when the process was started that is ready now. */
  ended(started, at) {
    Object.assign(this.#spans.at(-1), { started, until: at });
  }

  /** When the process was started that ended the downtime around this instant; null if a hub ran. */
  over(at) {
    return this.#spans.find(({ from, until }) => at >= from && at < until)?.started ?? null;
  }

  /** How much of this time no hub ran, ms. */
  within(from, until) {
    return this.#spans.reduce((sum, span) => sum + Math.max(0, Math.min(until, span.until) - Math.max(from, span.from)), 0);
  }
}

/** How far the hub's wall clock was from this machine's. */
export class HubClock {
  #parts = [{ from: -Infinity, offset_ms: 0 }];

  get offset_ms() {
    return this.#parts.at(-1).offset_ms;
  }

  stepped(at, by_ms) {
    this.#parts.push({ from: at, offset_ms: this.offset_ms + by_ms });
  }

  /** True if it was stepped within a moment of this instant. */
  steppedAround(at) {
    return this.#parts.some(({ from }) => Math.abs(from - at) < AROUND_STEP_MS);
  }

  /** When the hub wrote this stamp: all instants that are possible. There are two only around a step. */
  instants(stamp) {
    const until = (index) => this.#parts[index + 1]?.from ?? Infinity;
    const fits = ({ from, offset_ms }, index) => stamp - offset_ms >= from - AROUND_STEP_MS && stamp - offset_ms < until(index) + AROUND_STEP_MS;
    return this.#parts.filter(fits).map(({ offset_ms }) => stamp - offset_ms);
  }

  /** The one that is nearest to an instant; null if the stamp was never on the clock. */
  nearest(stamp, to) {
    return this.instants(stamp).sort((a, b) => Math.abs(a - to) - Math.abs(b - to))[0] ?? null;
  }
}

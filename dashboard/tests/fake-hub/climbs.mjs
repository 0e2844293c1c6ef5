// How far the fake hub's alerts have climbed: each rung fires when it is due, and has a receipt when a screen confirms it.
const POSTS = [['holder'], ['backup'], ['charge_nurse'], ['call_agent'], ['physician', 'dispatcher'], ['everyone']];
const STEP_MS = { high: 60_000, medium: 180_000, low: 900_000 };

export class Climbs {
  #known = new Map();

  /** The climb of an alert as of now; null when it is closed. */
  of(alert) {
    if (!alert?.open) {
      this.#known.delete(alert?.id);
      return null;
    }
    const none = { alert_id: alert.id, round: 1, rungs: [], next: null, reminders: 0, reminder_at: null };
    const climb = this.#known.get(alert.id) ?? none;
    this.#known.set(alert.id, climb);
    const due = (rung) => alert.raised_at + (rung - 1) * STEP_MS[alert.priority];
    const taken = alert.response !== 'none';
    for (let rung = climb.rungs.length + 1; !taken && rung <= POSTS.length && due(rung) <= Date.now(); rung += 1)
      climb.rungs.push({
        ...{ rung, posts: POSTS[rung - 1], due_at: due(rung), fired_at: due(rung) },
        ...{ receipt: null, receipt_at: null, unheard: false },
      });
    const rung = climb.rungs.length + 1;
    climb.next = taken || rung > POSTS.length ? null : { rung, posts: POSTS[rung - 1], due_at: due(rung) };
    return climb;
  }

  /** A screen confirms a rung; true if that is news. */
  confirm(alert, rung) {
    const fired = this.of(alert)?.rungs.find((one) => one.rung === rung);
    if (!fired || fired.receipt) return false;
    Object.assign(fired, { receipt: 'delivered', receipt_at: Date.now() });
    return true;
  }

  item(alert) {
    const climb = this.of(alert);
    return { key: alert.id, ...(climb ? { climb } : { gone: true }) };
  }

  /** Those whose next rung has become due. */
  overdue(alerts) {
    return alerts.filter(({ id }) => (this.#known.get(id)?.next?.due_at ?? Infinity) <= Date.now());
  }
}

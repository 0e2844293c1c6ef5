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
    const none = {
      alert_id: alert.id,
      round: 1,
      rungs: [],
      next: null,
      reminders: 0,
      reminder_at: null,
      pause: null,
      reminded_everyone: false,
    };
    const climb = this.#known.get(alert.id) ?? none;
    this.#known.set(alert.id, climb);
    const due = (rung) => alert.raised_at + (rung - 1) * STEP_MS[alert.priority];
    const taken = alert.response !== 'none';
    for (
      let rung = climb.rungs.length + 1;
      !taken && !climb.pause && rung <= POSTS.length && due(rung) <= Date.now();
      rung += 1
    )
      climb.rungs.push({
        ...{ rung, posts: POSTS[rung - 1], due_at: due(rung), fired_at: due(rung) },
        ...{ receipt: null, receipt_at: null, unheard: false, told: [] },
      });
    if (climb.pause?.until_at <= Date.now()) climb.pause = null;
    const rung = climb.rungs.length + 1;
    climb.next = taken || rung > POSTS.length ? null : { rung, posts: POSTS[rung - 1], due_at: due(rung) };
    return climb;
  }

  /** A screen says what became of a rung; true if that is news. */
  confirm(alert, rung, receipt, person) {
    const fired = this.of(alert)?.rungs.find((one) => one.rung === rung);
    const own = fired?.told.find((one) => one.person.id === person.id);
    const opened_at = receipt === 'opened' ? Date.now() : null;
    if (!fired || (own && (opened_at === null || own.opened_at !== null))) return false;
    if (own) own.opened_at = opened_at;
    else
      fired.told.push({
        person: { id: person.id, display_name: person.display_name },
        delivered_at: Date.now(),
        opened_at,
      });
    if (fired.receipt !== 'opened') Object.assign(fired, { receipt, receipt_at: Date.now() });
    return true;
  }

  /** Somebody pauses an alert, or ends the pause (`seconds` is 0). */
  pause(alert, by, reason, seconds) {
    const since_at = Date.now();
    this.of(alert).pause = seconds
      ? { by: { id: by.id, display_name: by.display_name }, reason, since_at, until_at: since_at + seconds * 1_000 }
      : null;
  }

  /** As the alert's record tells it. */
  told(alert) {
    return (this.of(alert)?.rungs ?? []).map(({ rung, posts, fired_at, receipt, unheard, told }) => ({
      ...{ round: 1, rung, posts, fired_at, receipt, unheard, people: told },
    }));
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

// Marked events, what a profile would have done to a day, and trials of profiles, as the fake hub makes them up.
import { uuid } from './people.mjs';

const HOUR_MS = 3_600_000;
const none = { count: 0, alerts: [] };
const level = (high, medium, low) => ({ high, medium, low });
const alertOf = (episode_id, rule, priority, ago_ms, lasted_ms) => {
  const at = Date.now() - ago_ms;
  return { episode_id, rule, priority, at, until_at: at + lasted_ms };
};
/** The lowest edge of a saturation that rings at all. */
const edgeOf = (limits) =>
  Math.max(0, ...limits.filter((l) => l.vital === 'spo2').flatMap((l) => l.low_rungs.map((rung) => rung.edge)));

/** The fewer and further the rungs are, the less rings. */
export function lookBack(p, { limits }) {
  const until = Date.now();
  const found = { from: until - 24 * HOUR_MS, until, frames: p.empty ? 0 : 86_400, present: level(1, 2, 0) };
  const deafer = edgeOf(limits) < edgeOf(p.limits);
  const lost = deafer
    ? {
        count: 2,
        alerts: [
          alertOf(p.episode_id, 'spo2_low', 'high', 5 * HOUR_MS, 600_000),
          alertOf(p.episode_id, 'spo2_low', 'medium', 9 * HOUR_MS, 900_000),
        ],
      }
    : none;
  return { ...found, candidate: deafer ? level(0, 1, 0) : level(1, 2, 0), lost, gained: none, less_urgent: none };
}

export const marksOf = (p) => ({ events: (p.marks ??= []) });
export function mark(p, who, { at, kind }) {
  marksOf(p).events.push({ id: uuid('9', p.marks.length + 1), at, kind, by: who, marked_at: Date.now() });
  return marksOf(p);
}
export function withdraw(people, id) {
  const p = people.find((one) => one.marks?.some((event) => event.id === id));
  p.marks = p.marks.filter((event) => event.id !== id);
  return marksOf(p);
}

const side = (clinical, minutes, most, told) => ({
  ...{ clinical, technical: level(0, 1.8, 1.8), minutes, told },
  burden: { most, floods: most > 10 ? 3 : 0, bins: 1008, chattering: most > 10 ? 2 : 0, stale: 1 },
});

/** What came of a trial of everybody's week. */
export function resultOf(people) {
  const [one, two] = people.map((p) => p.episode_id);
  const event = (episode_id, kind, ago_ms, present, candidate) => ({
    ...{ episode_id, kind, at: Date.now() - ago_ms },
    present: { any_ms: present[0], high_ms: present[1] },
    candidate: { any_ms: candidate[0], high_ms: candidate[1] },
  });
  return {
    ...{ patient_days: 12.5 * people.length, frames: people.length === 0 ? 0 : 7_560_000 },
    present: side(level(0.95, 0.4, 1.2), 24.3, 14, 2),
    candidate: side(level(0.31, 0.3, 0.6), 13.1, 6, 1),
    rules: [
      { rule: 'news2', present: level(0.1, 0.2, 0), candidate: level(0.1, 0.2, 0) },
      { rule: 'spo2_low', present: level(0.85, 0.2, 1.2), candidate: level(0.21, 0.1, 0.6) },
    ],
    events: [
      event(one, 'hospital_return', 70 * HOUR_MS, [129 * 60_000, 11 * 60_000], [null, null]),
      event(two, 'treatment_stepped', 20 * HOUR_MS, [227 * 60_000, null], [180 * 60_000, null]),
    ],
    lost: {
      count: 214,
      alerts: Array.from({ length: 25 }, (_, i) =>
        alertOf(i % 2 ? one : two, 'spo2_low', i < 5 ? 'high' : 'low', (i + 2) * HOUR_MS, 300_000),
      ),
    },
    gained: { count: 1, alerts: [alertOf(one, 'pulse_rate_high', 'medium', 30 * HOUR_MS, 600_000)] },
    less_urgent: { count: 1, alerts: [alertOf(two, 'spo2_low', 'high', 40 * HOUR_MS, 600_000)] },
    top: people
      .slice(0, 10)
      .map((p, i) => ({ episode_id: p.episode_id, present: 9.5 - i / 2, candidate: 4.2 - i / 5 })),
  };
}

const WHO = { id: uuid('5', 2), display_name: 'T. Lind' };

/** What a person sees: `state.bench` is the trial, made by `begin` or by a scene. */
export const viewOf = (state) => ({
  trial: state.bench ?? null,
  running: state.bench?.state === 'running' ? WHO : null,
  patient_days_max: 700,
});
export function begin(state, wish, change = {}) {
  const asked = { state: 'running', asked_at: Date.now(), wish, part: 0.42, changed: 0, result: null };
  state.bench = { ...asked, ...change };
  return viewOf(state);
}
export function end(state, how) {
  Object.assign(state.bench, { state: how, result: how === 'done' ? resultOf(state.people) : null });
  return viewOf(state);
}

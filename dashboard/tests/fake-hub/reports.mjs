// A report on alerts, as the hub counts one: a week of twelve patients.
import { uuid } from './people.mjs';

const DAY = 86_400_000;
const rule = (name, kind, priority, count, useful, not_useful) => ({
  ...{ rule: name, kind, priority, count, useful, not_useful },
  ...{ per_patient_day: count / 82, while_offline: 1, brief: Math.floor(count / 6) },
});
const STAGES = [
  ['heard', 1.2, 3],
  ['seen', 22, 95],
  ['owned', 41, 170],
  ['acted', 260, 1_500],
  ['answered', 38, 160],
  ['closed', 900, 5_400],
];
const times = [true, false].flatMap((clinical) =>
  ['high', 'medium', 'low'].flatMap((priority, n) =>
    STAGES.map(([stage, p50_s, p90_s]) => ({
      ...{ clinical, priority, stage, of: 24 + n * 30, count: 22 + n * 24, within_half_hour: 21 + n * 18 },
      ...{ p50_s: p50_s * (n + 1), p90_s: p90_s * (n + 1) },
    })),
  ),
);
const duty = (kind, done, on_time, not_done, cancelled) => ({
  ...{ kind, a_day: 2, owed: 168, done, on_time, not_done, cancelled, per_patient_day: done / 82 },
});

export function reportOf(state, query) {
  const [from, until] = [Number(query.get('from')), Math.min(Number(query.get('to')), Date.now())];
  const count = Math.ceil((until - from) / DAY);
  return {
    ...{ from, until, stays: 12, patient_days: 82, times },
    rules: [
      rule('spo2_low', 'clinical', 'high', 24, 15, 3),
      rule('news2', 'clinical', 'medium', 19, 9, 6),
      rule('sensor_off', 'technical', 'low', 61, 0, 0),
      rule('gateway_offline', 'technical', 'medium', 8, 2, 1),
      rule('canary_missing', 'system', 'high', 1, 0, 0),
    ],
    days: Array.from({ length: count }, (_, day) => [
      { day, priority: 'high', count: (day * 7) % 5 },
      { day, priority: 'low', count: 6 + ((day * 11) % 9) },
    ]).flat(),
    actions: [
      { clinical: true, action: null, count: 31, taken: 43 },
      { clinical: true, action: 'calling_patient', count: 19, taken: 43 },
      { clinical: true, action: 'watching', count: 12, taken: 43 },
    ],
    programme: [duty('visit', 151, 139, 9, 8), duty('vitals_set', 160, 148, 6, 2)],
    ...{ floods: 2, flood_over: 10, ten_minutes: count * 144, most_in_ten_minutes: 14, most_in_an_hour: 31 },
    standing: [
      { rule: 'low_battery', kind: 'technical', priority: 'low', count: 3, still_active: 2, longest_h: 71.4 },
      { rule: 'spo2_low', kind: 'clinical', priority: 'medium', count: 1, still_active: 0, longest_h: 26.2 },
    ],
    chattering: [{ rule: 'sensor_off', kind: 'technical', conditions: 2, rings: 9 }],
    climbs: [
      { priority: 'high', told: 25, second: 3, rungs: 29, late: 1, latest_s: 7.4 },
      { priority: 'low', told: 61, second: 0, rungs: 61, late: 0, latest_s: 0.4 },
      { priority: 'medium', told: 27, second: 4, rungs: 33, late: 0, latest_s: 0.9 },
    ],
    stays_that_rang_most: state.people.slice(0, 3).map((p, n) => ({
      ...{ episode_id: uuid('e', n + 1), label: p.label, ended: n === 2, count: 12 - n * 3, high: 4 - n },
    })),
    unmonitored: [
      { rule: 'sensor_off', minutes: 412 },
      { rule: 'gateway_offline', minutes: 57 },
    ],
  };
}

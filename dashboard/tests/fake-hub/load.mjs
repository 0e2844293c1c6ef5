// How much rings at the fake hub, and who was not seen for how long: made up, the same at each start.
const MINUTE_MS = 60_000;
const MOST = 12;

/** Each open alert rang once; the loud ones of the first stays came back. */
export function alertLoad(state) {
  const stays = new Map();
  for (const { episode_id, rule, priority } of state.open()) {
    if (!episode_id) continue;
    const n = state.people.findIndex((p) => p.episode_id === episode_id);
    const times = state.quiet ? 1 : 1 + ((n * 7) % 4);
    const stay = stays.get(episode_id) ?? { episode_id, last_hour: 0, rules: [] };
    stay.last_hour += priority === 'low' ? 0 : times;
    stay.rules.push({ rule, count: times + (n % 3) });
    stays.set(episode_id, stay);
  }
  return { at: Date.now(), an_hour_max: state.most ?? MOST, stays: [...stays.values()] };
}

const CAUSES = ['hub', 'home_offline', 'sensor_off', 'poor_signal', 'no_value'];

export function unmonitored(state, query) {
  const [from_at, until_at] = [Number(query.get('from')), Number(query.get('to'))];
  const stays = state.people
    .map((p, i) => {
      const causes = CAUSES.filter((_, k) => (i + k) % 3 === 0).map((cause, k) => ({
        cause,
        time_ms: (4 + ((i * 11 + k * 5) % 90)) * MINUTE_MS,
      }));
      const time_ms = causes.reduce((sum, one) => sum + one.time_ms, 0);
      return { episode_id: p.episode_id, time_ms, causes, lasts_since_at: i % 5 === 1 ? until_at - time_ms : null };
    })
    .filter((_, i) => i % 2 === 1)
    .slice(0, 9);
  return { from_at, until_at, stays: stays.sort((a, b) => b.time_ms - a.time_ms) };
}

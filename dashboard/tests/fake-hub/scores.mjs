// The fake hub's early-warning scores and what the alerts about them rest on: one of each state a screen must tell apart.
const MINUTE_MS = 60_000;

const input = (what, at, facts) => ({
  what,
  value: null,
  word: null,
  unit: null,
  at,
  flags: [],
  good_percent: null,
  ...facts,
});
const inputs = {
  respirations: (at, value) => input('respiratory_rate', at, { value, unit: '/min', good_percent: 96 }),
  spo2: (at, value) => input('spo2', at, { value, unit: '%', good_percent: 91 }),
  oxygen: (at, word) => input('oxygen', at, { word }),
  systolic: (at, value) => input('systolic', at, { value, unit: 'mm[Hg]' }),
  pulse: (at, value) => input('pulse_rate', at, { value, unit: '/min', good_percent: 98 }),
  consciousness: (at, word) => input('consciousness', at, { word }),
  temperature: (at, value) => input('temperature', at, { value, unit: 'Cel' }),
};
const PARTS = Object.keys(inputs);
const WANTED = { respirations: 'respiratory_rate', pulse: 'pulse_rate' };

/** By part: points, minutes ago, and the value; points are null where the measurement is too old. */
const WELL = {
  respirations: [0, 3, 16],
  spo2: [0, 3, 97],
  oxygen: [0, 40, 'off'],
  systolic: [0, 25, 124],
  pulse: [0, 3, 74],
  consciousness: [0, 40, 'alert'],
  temperature: [0, 50, 36.8],
};
/** 9 points, up 4; 5 of which nobody knows more; 4 and incomplete, on scale 2; 6; incomplete without points. */
const STORIES = {
  14: {
    rise: 4,
    parts: {
      ...WELL,
      respirations: [2, 3, 24],
      spo2: [2, 3, 93],
      pulse: [2, 3, 129],
      systolic: [2, 9, 92],
      temperature: [1, 4, 38.2],
    },
  },
  11: {
    rise: 2,
    parts: {
      ...WELL,
      respirations: [3, 4, 26],
      spo2: [2, 4, 92],
      systolic: [null, 430, 118],
      consciousness: null,
      oxygen: null,
    },
  },
  8: { rise: 0, scale_two: 3_000, parts: { ...WELL, respirations: [3, 3, 27], pulse: [1, 3, 96], temperature: null } },
  12: { rise: 3, parts: { ...WELL, spo2: [3, 3, 84], oxygen: [2, 14, 'on'], pulse: [1, 3, 104] } },
  4: { rise: 0, parts: { ...WELL, consciousness: null, oxygen: null } },
};

function scoreOf(story, now) {
  const at = (known) => (known ? now - known[1] * MINUTE_MS : null);
  const parts = PARTS.map((part) => {
    const known = story.parts[part];
    return { part, points: known?.[0] ?? null, at: at(known) };
  });
  const at_least = parts.reduce((sum, { points }) => sum + (points ?? 0), 0);
  const total = parts.some(({ points }) => points === null) ? null : at_least;
  const scale_two_since_at = story.scale_two ? now - story.scale_two * MINUTE_MS : null;
  return { total, at_least, rise: story.rise, scale_two_since_at, parts, mews: mewsOf(parts) };
}

const OF_MEWS = ['systolic', 'pulse', 'respirations', 'temperature', 'consciousness'];
/** MEWS of the same home: what is missing of NEWS2 is missing of it, and whatever has points there has one. */
function mewsOf(parts) {
  const own = parts.filter(({ part }) => OF_MEWS.includes(part));
  const scored = own.map((one) => ({ ...one, points: one.points === null ? null : Math.min(one.points, 1) }));
  const at_least = scored.reduce((sum, { points }) => sum + (points ?? 0), 0);
  return { total: scored.some(({ points }) => points === null) ? null : at_least, at_least, parts: scored };
}

const wantedOf = ({ parts }) => parts.filter(({ points }) => points === null).map(({ part }) => WANTED[part] ?? part);

/** The score of home `n` as it stands on its tile; of one in five nothing was measured. */
export function warning(n, now) {
  if (!STORIES[n] && n % 5 === 0) return null;
  const score = scoreOf(STORIES[n] ?? { rise: 0, parts: { ...WELL, pulse: [n % 3 === 0 ? 1 : 0, 3, 92] } }, now);
  return { score, wanted: wantedOf(score) };
}

/** On what grounds an alert about the score of home `n` rang. */
export function evidenceOf(n, now) {
  const { parts } = STORIES[n];
  const found = PARTS.filter((part) => typeof parts[part]?.[0] === 'number').map((part) =>
    inputs[part](now - parts[part][1] * MINUTE_MS, parts[part][2]),
  );
  return {
    inputs: found.sort((a, b) => a.at - b.at),
    score: scoreOf(STORIES[n], now),
    clock_from_at: null,
    fault: null,
    hint: null,
    wanted: [],
    silent: [],
  };
}

const plain = (found, clock_from_at = null) => ({
  inputs: found,
  score: null,
  clock_from_at,
  fault: null,
  hint: null,
  wanted: [],
  silent: [],
});

export function fever(now) {
  const at = (minutes) => now - minutes * MINUTE_MS;
  const found = [inputs.temperature(at(47), 38.1), inputs.temperature(at(2.5), 38.5)];
  return plain(found, at(47));
}
export const hypotension = (now) =>
  plain([inputs.systolic(now - 4 * MINUTE_MS, 88), inputs.pulse(now - 4 * MINUTE_MS, 123)]);
export const sepsis = (now) =>
  plain([inputs.systolic(now - 20 * MINUTE_MS, 98), inputs.respirations(now - 16 * MINUTE_MS, 24)]);

// Waveforms of a home: second by second, as a gateway cuts them.
const TURN = Math.PI * 2;
const bump = (phase, at, width) => Math.exp(-(((phase - at) / width) ** 2));
/** One beat or breath, by its phase from 0 to 1; how often a second; samples a second. */
const CURVES = {
  ecg: {
    of: (t) =>
      40 * bump(t, 0.2, 0.03) -
      60 * bump(t, 0.36, 0.008) +
      420 * bump(t, 0.38, 0.009) -
      90 * bump(t, 0.4, 0.009) +
      80 * bump(t, 0.62, 0.05),
    hz: 1.25,
    samples: 200,
  },
  // A quick rise, a dicrotic notch.
  pleth: {
    of: (t) => 128 + 90 * Math.sin(t * TURN) * Math.exp(-t * 2) + 24 * bump(t, 0.45, 0.091),
    hz: 1.25,
    samples: 75,
  },
  resp: { of: (t) => 100 * Math.sin(t * TURN), hz: 0.25, samples: 50 },
};

/** The second of a waveform that begins at `at`. */
export function curve(kind, at) {
  const { of, hz, samples } = CURVES[kind];
  const phase = (i) => ((at / 1000 + i / samples) * hz) % 1;
  return {
    at,
    period_us: Math.round(1e6 / samples),
    samples: Array.from({ length: samples }, (_, i) => Math.round(of(phase(i)))),
  };
}

/** What a stay's devices stream: every fourth home has a bedside monitor, one that is offline sends nothing. */
export function kindsOf(state, episode_id) {
  const n = Number(state.people.find((p) => p.episode_id === episode_id)?.label.slice(2));
  if (!n || state.stories.get(n) === 'offline') return [];
  return n % 4 === 0 ? Object.keys(CURVES) : ['pleth'];
}

/** What is stored of one waveform from one instant to another. */
export function stored(state, episode_id, kind, from, to) {
  const blocks = [];
  if (kindsOf(state, episode_id).includes(kind))
    for (let at = Math.ceil(from / 1000) * 1000; at < to - 1000; at += 1000) blocks.push(curve(kind, at));
  return { kind, blocks };
}

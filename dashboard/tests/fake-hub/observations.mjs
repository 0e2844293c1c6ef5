// The fake hub's observations by hand: the codes that a form needs, a history with a correction and a withdrawal in it.
import { uuid } from './people.mjs';
import { invalid } from './problems.mjs';

const METHODS = ['measured', 'read_off_device', 'reported', 'estimated'];
const offScale = (low, high) => [
  { finding: 'off_scale_low', rings: low },
  { finding: 'off_scale_high', rings: high },
];
const number = (code, loinc, unit, decimals, low, high, off_scale = []) => ({
  ...{ code, loinc, unit, decimals, low, high, findings: [], off_scale, methods: METHODS },
});
const word = (code, loinc, findings) => ({
  ...{ code, loinc, unit: null, decimals: null, low: null, high: null, findings, off_scale: [], methods: METHODS },
});

export const codes = [
  number('pulse_rate', '8889-8', '/min', 1, 20, 300, offScale(true, false)),
  number('spo2', '59408-5', '%', 1, 50, 100, offScale(true, false)),
  number('respiratory_rate', '9279-1', '/min', 1, 0, 80, offScale(false, false)),
  {
    ...number('temperature', '8310-5', 'Cel', 2, 25, 45, offScale(false, false)),
    methods: [...METHODS, 'oral', 'tympanic', 'temporal', 'axillary', 'rectal'],
  },
  number('systolic', '8480-6', 'mm[Hg]', 1, 40, 300, offScale(true, false)),
  number('weight', '29463-7', 'kg', 3, 20, 500, offScale(false, false)),
  number('glucose', '41653-7', 'mg/dL', 1, 10, 1000, offScale(true, true)),
  word('consciousness', '80288-4', ['alert', 'confusion', 'voice', 'pain', 'unresponsive']),
  word('oxygen_device', '107117-4', ['room_air', 'nasal_cannula', 'simple_mask', 'venturi_mask', 'reservoir_mask']),
  number('fio2', '3150-6', '%', 1, 21, 100),
  number('oxygen_flow', '3151-8', 'L/min', 2, 0, 80),
  number('pain', '72514-3', '{score}', 0, 0, 10),
  number('fluid_in', '9103-3', 'mL', 0, 0, 10_000),
  number('fluid_out', '9257-7', 'mL', 0, 0, 10_000),
  word('antipyretic', '29549-3', ['paracetamol', 'ibuprofen', 'metamizole', 'other_antipyretic']),
];

let made = 0;

/** One observation; what is not said is as a nurse writes it. */
function row(state, episode_id, facts) {
  const { name: _, role: __, ...author } = state.staff.charge;
  made += 1;
  return {
    ...{ id: uuid('0b', made), episode_id, loinc: '', at: state.started, entered_at: state.started, author },
    ...{ value: null, unit: null, finding: null, method: 'measured', source: 'staff', device_id: null, note: '' },
    ...{ state: 'current', corrects: null, reason: '', corrected_by: null, ...facts },
  };
}

/** What had been written down before anybody looked. */
function history(state, episode) {
  const at = (minutes) => ({ at: state.started - minutes * 60_000, entered_at: state.started - minutes * 60_000 });
  const temperature = (value, minutes, facts) =>
    row(state, episode, { code: 'temperature', value, unit: 'Cel', ...at(minutes), ...facts });
  const wrong = temperature(41.3, 50, { state: 'corrected' });
  const right = temperature(38.1, 50, { corrects: wrong.id, reason: 'Misread', method: 'oral' });
  const other = row(state, episode, { code: 'weight', value: 81.2, unit: 'kg', ...at(310), state: 'withdrawn' });
  const gone = row(state, episode, {
    ...{
      code: 'weight',
      ...at(310),
      state: 'withdrawal',
      corrects: other.id,
      reason: 'The scale was used by somebody else',
    },
  });
  wrong.corrected_by = right.id;
  other.corrected_by = gone.id;
  return [
    row(state, episode, { code: 'consciousness', finding: 'alert', ...at(12) }),
    row(state, episode, { code: 'consciousness', finding: 'confusion', ...at(95) }),
    row(state, episode, { code: 'consciousness', finding: 'alert', ...at(300) }),
    row(state, episode, { code: 'pain', value: 4, unit: '{score}', ...at(13), source: 'patient', method: 'reported' }),
    row(state, episode, { code: 'oxygen_device', finding: 'nasal_cannula', ...at(14) }),
    row(state, episode, {
      code: 'oxygen_flow',
      value: 1.5,
      unit: 'L/min',
      ...at(14),
      note: 'Raised from 1 after the walk',
    }),
    ...[right, wrong, gone, other],
    row(state, episode, { code: '718-7', value: 9.8, unit: 'g/dL', ...at(1_400) }),
  ];
}

/** All observations of a stay, newest first. Only every other patient has any. */
export function observationsOf(state, episode) {
  state.observations ??= new Map();
  if (!state.observations.has(episode)) {
    const p = state.people.find((one) => one.episode_id === episode);
    state.observations.set(episode, Number(p?.label.slice(2)) % 2 === 0 ? history(state, episode) : []);
  }
  return state.observations.get(episode).sort((a, b) => b.at - a.at);
}

export function newest(state, episode) {
  const current = observationsOf(state, episode).filter((o) => o.state === 'current');
  return current.filter((o, i) => current.findIndex((other) => other.code === o.code) === i);
}

/** What lowers a fever: given to the patient with a fever, and to another one. */
export const dosesOf = (state) =>
  [
    [12, 'paracetamol', 130],
    [7, 'metamizole', 20],
  ].map(([n, drug, minutes]) => {
    const at = state.started - minutes * 60_000;
    return { episode_id: uuid('e', n), drug, atc: null, at, until: at + 6 * 3_600_000 };
  });

/** What stands beside a trend: numbers and words. */
export function observedIn(state, episode, code, from, to) {
  const of = (o) => o.state === 'current' && o.code === code && o.at >= from && o.at < to;
  const all = observationsOf(state, episode).filter(of).reverse();
  const point = ({ id, at, value, method }) => ({ observation_id: id, at, value, method });
  const word = ({ id, at, finding, method }) => ({ observation_id: id, at, finding, method });
  const observed = all.filter((o) => o.value !== null).map(point);
  return { observed, said: all.filter((o) => o.finding !== null).map(word), in_other_units: 0 };
}

function refused(body, code) {
  const known = codes.find((one) => one.code === code);
  if (!known) return /^[1-9]\d{0,6}-\d$/.test(code) ? null : invalid(['code', 'loinc_check_digit']);
  if (known.off_scale.some((one) => one.finding === body.finding)) return null;
  if (known.unit !== null && body.unit !== known.unit) return invalid(['unit', 'unit_is', { unit: known.unit }]);
  if (known.unit === null && !known.findings.includes(body.finding))
    return invalid(['finding', 'one_of', { choices: { of: 'findings', codes: known.findings } }]);
  return null;
}

const facts = ({ value = null, unit = null, finding = null, method, source, note }) => ({
  ...{ value, unit, finding, note: note ?? '', method: method ?? 'measured', source: source ?? 'staff' },
});

export function observe(state, episode, body, who) {
  const author = { id: who.id, display_name: who.display_name };
  const wrong = refused(body, body.code);
  if (wrong) return wrong;
  const at = { at: body.at ?? Date.now(), entered_at: Date.now() };
  const written = row(state, episode, { code: body.code, ...facts(body), ...at, author });
  observationsOf(state, episode).push(written);
  return { status: 201, body: written };
}

function replace(state, id, body, said, who) {
  const all = observationsOf(state, body.episode_id);
  const old = all.find((o) => o.id === id);
  if (!old || body.reason === '') return invalid(['reason', 'length', { low: 1, high: 500 }]);
  const author = { id: who.id, display_name: who.display_name };
  const written = row(state, body.episode_id, {
    ...{ code: old.code, at: old.at, entered_at: Date.now(), author, corrects: id, reason: body.reason, ...said },
  });
  Object.assign(old, { corrected_by: written.id, state: said.state ? 'withdrawn' : 'corrected' });
  all.push(written);
  return { status: 200, body: written };
}

export const correct = (state, id, body, who) => replace(state, id, body, facts(body), who);
export const withdraw = (state, id, body, who) => replace(state, id, body, { state: 'withdrawal' }, who);

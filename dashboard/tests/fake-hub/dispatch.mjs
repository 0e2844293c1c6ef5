// The fake hub's board of dispatch: incidents in every state that a card must tell apart, and units around them.
import { uuid } from './people.mjs';
import { problem } from './problems.mjs';

const MIN = 60_000;
const HOME = { latitude: 40.0, longitude: -75.0 };
const person = ({ id, display_name }) => ({ id, display_name });
const unitId = (n) => uuid('7', n);
const incidentId = (n) => uuid('8', n);

/** So many minutes of driving to the north and the east of the home. */
const around = (north, east) => ({
  latitude: HOME.latitude + (north * 667) / 1.3 / 111_320,
  longitude: HOME.longitude + (east * 667) / 1.3 / 85_000,
});

const CREWS = [
  ['Unit 2', ['A. Cruz', 'P. Hall'], ['es', 'en'], around(-3, -8), 2_000, 268],
  ['Unit 5', ['L. Boyd', 'S. Rao'], ['en'], around(4, 13), 4_000, 268],
  ['Unit 7', ['D. Finn', 'E. Cole'], ['en', 'pt'], around(-21, -7), 3_000, 28],
  ['Unit 4', ['R. Santos', 'K. Boyle'], ['en', 'pt'], around(14, -8), 65_000, 268],
  ['Unit 1', ['N. Webb'], ['en'], around(9, 10), 5_000, 268],
  ['Unit 3', ['C. Moss'], ['en'], around(-16, 15), 2_000, 268],
  ['Unit 8', ['B. Roy'], ['en'], null, null, 268],
];

function unitsOf(state) {
  const units = CREWS.map(([name, members, languages, position, age, left], i) => ({
    ...{ id: unitId(i + 1), version: 1, name, equipment: i % 2 ? ['oxygen'] : ['oxygen', 'cpap'] },
    crew: {
      ...{ id: uuid('9', i + 1), members, from_at: state.started - 4 * 60 * MIN, until_at: state.started + left * MIN },
      ...{ on_shift: true, languages, skills: ['paramedic'] },
    },
    ...{ position, seen_at: age === null ? null : Date.now() - age, incident_id: null },
  }));
  return [...units, { ...units[0], id: unitId(9), name: 'Unit 9', crew: null, position: null, seen_at: null }];
}

const place = (number, unit, state, more = {}) => ({
  ...{ number, unit_id: unit.id, unit: unit.name, state, offer: 2, offered_at: Date.now() - 2 * MIN, confirm_by: null },
  ...{ unconfirmed: false, nobody_left: false, shift_over: false, next_unit_id: null, ...more },
});

const halfHour = (by, more = {}) => ({
  ...{ state: 'running', by, expected_unit_id: null, expected_at: null, arrived_at: null, in_time: null, still: [] },
  ...more,
});

function choicesOf(state, units, since) {
  const way = [9, 14, 22, 16, 13, 22];
  return units.slice(0, 7).map((unit, i) => ({
    ...{ unit_id: unit.id, unit: unit.name, available: unit.incident_id === null },
    travel_ms: way[i] === undefined ? null : way[i] * MIN,
    arrives_at: way[i] === undefined ? null : Date.now() + (way[i] + 1.5) * MIN,
    reasons: [
      ...(unit.incident_id ? [{ reason: 'busy', item: null, at: null, age_ms: null }] : []),
      ...(i === 2 ? [{ reason: 'shift_ends', item: null, at: since + 28 * MIN, age_ms: null }] : []),
      ...(way[i] === undefined ? [{ reason: 'distance_unknown', item: null, at: null, age_ms: null }] : []),
      { reason: i === 0 ? 'speaks_language' : 'needs_interpreter', item: null, at: null, age_ms: null },
    ],
  }));
}

function incident(state, n, { home, minutes, places = [], ...more }) {
  const p = state.people[home - 1];
  const since_at = Date.now() - minutes * MIN;
  const alert = [...state.alerts.values()].find((a) => a.episode_id === p.episode_id && a.open);
  return {
    ...{ id: incidentId(n), version: 3, episode_id: p.episode_id, state: places.length ? 'triaged' : 'received' },
    ...{ since_at, alert_id: alert?.id ?? null, call_id: null, why: '', home: HOME, language: p.language },
    ...{ equipment: ['oxygen'], skills: [], opened_by: person(state.staff.nurse), opened_at: since_at + 20_000 },
    ...{ places, half_hour: halfHour(since_at + 30 * MIN), outcome: null, limit_lost: false, stay_ended: false },
    ...{ choices: [], why: 'Short of breath since supper', ...more },
  };
}

/** One of each thing a board must tell apart. */
export function stageBoard(state) {
  const units = unitsOf(state);
  const [two, , , four, one, three] = units;
  const now = Date.now();
  const incidents = [
    incident(state, 1, { home: 12, minutes: 0.7 }),
    incident(state, 2, {
      ...{ home: 3, minutes: 4.2, why: 'Dizzy, pulse 128' },
      places: [place(1, three, 'reassigned', { confirm_by: now + 38_000, next_unit_id: two.id })],
    }),
    incident(state, 3, {
      ...{ home: 8, minutes: 8, why: 'Breathing 29', places: [place(1, four, 'en_route')] },
      half_hour: halfHour(now + 22 * MIN, { expected_unit_id: four.id, expected_at: now + 6 * MIN }),
    }),
    incident(state, 4, {
      ...{ home: 10, minutes: 22, why: 'Pressure 88, repeat', places: [place(1, one, 'at_patient')] },
      half_hour: halfHour(now + 8 * MIN, { state: 'arrived', arrived_at: now - 3 * MIN, in_time: true }),
    }),
    incident(state, 5, {
      ...{ home: 7, minutes: 36, why: 'Nobody answers the phone', limit_lost: true },
      half_hour: halfHour(now - 6 * MIN, {
        state: 'lost',
        still: [
          { what: 'nearest', unit_id: two.id, arrives_at: now + 10 * MIN, sent: false },
          { what: 'resolve_remotely', unit_id: null, arrives_at: null, sent: null },
          { what: 'call_ambulance', unit_id: null, arrives_at: null, sent: null },
        ],
      }),
    }),
  ];
  for (const [unit, of] of [
    [three, 1],
    [four, 2],
    [one, 3],
  ])
    unit.incident_id = incidents[of].id;
  for (const each of incidents) each.choices = choicesOf(state, units, each.since_at).filter((one) => one.available);
  state.board = { units, incidents, left_off: 0, changed: [] };
  return state.board;
}

export const boardOf = (state) =>
  (state.board ??= state.noBoard ? { units: [], incidents: [], left_off: 0, changed: [] } : stageBoard(state));

export function boardItems(state) {
  const { units, incidents, left_off } = boardOf(state);
  return [
    { key: 'board', version: state.seq, board: { left_off, current: true } },
    ...units.map((unit) => ({ key: unit.id, version: state.seq, unit })),
    ...incidents.map((one) => ({ key: one.id, version: state.seq, incident: one })),
  ];
}

const step = (number, at, what, more = {}) => ({
  ...{ number, at, what, by: null, place: null, unit_id: null, unit: null, state: null, confirm_by: null },
  ...{ happened_at: null, source: null, doubt: null, pressed_at: null, sent_at: null, age_ms: null, names: null },
  ...{ reason: '', ...more },
});

function stepsOf(state, one) {
  const by = person(state.staff.nurse);
  const first = one.places[0];
  const of = first && { place: 1, unit_id: first.unit_id, unit: first.unit };
  return [
    step(1, one.opened_at, 'opened', { by }),
    ...(first ? [step(2, one.opened_at + 9_000, 'offered', { by, ...of, confirm_by: one.opened_at + 69_000 })] : []),
    ...(first && !first.confirm_by
      ? [
          step(3, one.opened_at + 31_000, 'stamped', {
            ...{
              by,
              ...of,
              state: 'acknowledged',
              source: 'button',
              happened_at: one.opened_at + 30_000,
              doubt: 'late',
            },
          }),
        ]
      : []),
  ];
}

const detail = (state, one) => ({
  incident: { ...one, choices: choicesOf(state, boardOf(state).units, one.since_at) },
  steps: stepsOf(state, one),
  ...{ refused: [], unrecorded: [] },
});

/** Answers a call about incidents, or null when it is none. */
export function dispatchCall(state, call, key, body, who) {
  const board = boardOf(state);
  const one = board.incidents.find((each) => each.id === key);
  const told = (changed) => {
    changed.version += 1;
    board.changed.push(changed.id, ...changed.places.map((each) => each.unit_id));
    return { status: 200, body: detail(state, changed) };
  };
  if (call === 'POST episodes/:/incidents') {
    const home = state.people.findIndex((p) => p.episode_id === key) + 1;
    const made = { ...incident(state, 9, { home, minutes: 0 }), id: body.id, why: body.why, opened_by: person(who) };
    made.choices = choicesOf(state, board.units, made.since_at).filter((each) => each.available);
    board.incidents.push(made);
    board.changed.push(made.id);
    return { status: 201, body: detail(state, made) };
  }
  if (call === 'GET crews/:')
    return {
      status: 200,
      body: { people: [1, 2].map((n) => ({ id: uuid('5', 40 + n), display_name: `Medic ${n}` })) },
    };
  if (/^(POST|PUT) (units|crews)/.test(call)) return { status: 200, body: board.units[0] };
  if (!call.startsWith('GET incidents/:') && !/^POST incidents\/:\/(act|stamp)$/.test(call)) return null;
  if (!one) return problem(404, 'not-found', 'not_found', { thing: 'incident' });
  if (call.startsWith('GET')) return { status: 200, body: detail(state, one) };
  if (call.endsWith('/stamp')) {
    one.places[body.place - 1].state = body.state;
    return told(one);
  }
  if (body.act === 'send') {
    const unit = board.units.find((each) => each.id === body.unit_id);
    unit.incident_id = one.id;
    one.places.push(place(one.places.length + 1, unit, 'assigned', { confirm_by: Date.now() + 60_000 }));
    one.state = 'triaged';
  }
  return told(one);
}

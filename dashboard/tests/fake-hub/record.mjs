// The fake hub's particulars and notes: what has to be known of a stay, and what people wrote about it.
import { uuid } from './people.mjs';
import { problem } from './problems.mjs';

const HOUR_MS = 3_600_000;
const person = ({ id, display_name }) => ({ id, display_name });

const first = (p) => [
  {
    section: 'allergies',
    none_known: false,
    list: [{ substance: 'Penicillin', reaction: 'hives', severity: 'severe' }],
  },
  { section: 'code_status', status: 'full_code', note: '' },
  { section: 'language', language: p.language, interpreter: true, line: 'Interpreter line', phone: '555 0190' },
  {
    ...{ section: 'home', address: p.address, people: 'Husband, daughter, a dog' },
    hazards: 'Oxygen concentrator\nNo smoking',
  },
  { section: 'access', instructions: 'Gate 4711, key box at the left' },
  {
    section: 'contacts',
    list: [
      { name: 'Luz', relation: 'Daughter', phone: '555 0112', language: 'es' },
      { name: 'Eduardo', relation: 'Husband', phone: '555 0113', language: 'es' },
    ],
  },
];

/** What is kept of one stay; of every third one nothing yet. */
function keptOf(state, p) {
  state.kept ??= new Map();
  if (!state.kept.has(p.episode_id)) {
    const by = { changed_by: person(state.staff.charge), changed_at: state.started - 26 * HOUR_MS };
    const sections = Number(p.label.slice(2)) % 3 ? first(p) : p.label === 'H-12' ? first(p) : [];
    state.kept.set(p.episode_id, { sections: sections.map((said) => ({ version: 1, ...by, said })), notes: null });
  }
  return state.kept.get(p.episode_id);
}
const isAccess = (section) => section.said.section === 'access';

export function particularsOf(state, p) {
  if (!p) return { sections: [], access: null };
  const { sections } = keptOf(state, p);
  const access = sections.find(isAccess);
  const { said: _, ...known } = access ?? {};
  return { sections: sections.filter((one) => !isAccess(one)), access: access ? known : null };
}
export const accessOf = (state, p) => keptOf(state, p).sections.find(isAccess);

function put(state, p, said, who) {
  const kept = keptOf(state, p);
  const old = kept.sections.find((one) => one.said.section === said.section);
  const now = { version: (old?.version ?? 0) + 1, changed_by: person(who), changed_at: Date.now(), said };
  kept.sections = [...kept.sections.filter((one) => one !== old), now];
  return now;
}

export function setParticulars(state, p, { version, said }, who) {
  const old = keptOf(state, p).sections.find((one) => one.said.section === said.section);
  if ((old?.version ?? 0) === version) return { status: 200, body: put(state, p, said, who) };
  const params = { person: old.changed_by.display_name, since: old.changed_at };
  return problem(409, 'conflict', 'section_changed', params, { current: old });
}

/** Somebody else changes who is in the home. */
export function changeMeanwhile(state, episode) {
  const p = state.people.find((one) => one.episode_id === episode);
  put(state, p, { ...first(p)[3], people: 'Husband, mother-in-law' }, state.staff.charge);
}

let made = 0;
function note(state, episode_id, text, author, hours, facts = {}) {
  made += 1;
  const signed_at = (hours === 0 ? Date.now() : state.started) - hours * HOUR_MS;
  const id = uuid('0e', made);
  return {
    id,
    episode_id,
    text,
    author: person(author),
    signed_at,
    written_at: null,
    written_unknown: false,
    amends: null,
    reason: '',
    amended_by: null,
    ...facts,
  };
}

/** Newest first. */
export function notesOf(state, episode) {
  const p = state.people.find((one) => one.episode_id === episode);
  if (!p) return [];
  const kept = keptOf(state, p);
  if (kept.notes === null) {
    const { charge, nurse } = state.staff;
    const free = (body) => ({ kind: 'free', body });
    const old = note(state, episode, free('Wound dry, right leg swollen.'), nurse ?? charge, 5);
    const right = note(state, episode, free('Wound dry, left leg swollen.'), charge, 4, {
      amends: old.id,
      reason: 'Wrong side',
    });
    const sbar = note(
      state,
      episode,
      {
        kind: 'sbar',
        situation: 'More short of breath on the stairs since this morning.',
        background: 'Pneumonia, day 4. Oxygen 2 L since yesterday.',
        assessment: 'No fever. Speaks in whole sentences.',
        recommendation: 'Repeat the pressure at noon.\nCall the daughter tonight.',
      },
      charge,
      1,
    );
    kept.notes = p.label === 'H-03' ? [] : [sbar, right, { ...old, amended_by: right.id }];
  }
  return kept.notes;
}

export function sign(state, episode, { text }, who) {
  const made = note(state, episode, text, who, 0);
  notesOf(state, episode).unshift(made);
  return { status: 201, body: made };
}

export function amend(state, id, { episode_id, text, reason }, who) {
  const notes = notesOf(state, episode_id);
  const old = notes.find((one) => one.id === id);
  const made = note(state, episode_id, text, who, 0, { amends: id, reason });
  old.amended_by = made.id;
  notes.unshift(made);
  return { status: 201, body: made };
}

const MINUTE_MS = 60_000;

function task(state, episode_id, facts) {
  made += 1;
  return {
    ...{
      id: uuid('0d', made),
      version: 1,
      episode_id,
      kind: 'other',
      what: '',
      item: null,
      post: 'nurse',
      owner: null,
    },
    ...{ opens_at: state.started - HOUR_MS, due_at: state.started + HOUR_MS, state: 'open', lateness: 'on_time' },
    ...{ made_by: null, made_at: state.started - HOUR_MS, closed_at: null, of_programme: false, ...facts },
  };
}

/** A few of every kind; of every third stay the first visit is late. */
export function tasks(state) {
  state.tasks ??= state.people.flatMap((p, i) => {
    const at = (minutes) => state.started + minutes * MINUTE_MS;
    const owner = person(state.staff.charge);
    const late = i % 3 === 0;
    return [
      task(state, p.episode_id, {
        ...{ kind: 'visit', post: 'dispatcher', of_programme: true, due_at: at(late ? -25 : 190) },
        lateness: late ? 'alerted' : 'on_time',
      }),
      task(state, p.episode_id, {
        kind: 'vitals_set',
        of_programme: true,
        due_at: at(-90),
        state: 'done',
        closed_at: at(-130),
      }),
      ...(i % 4 === 0
        ? [
            task(state, p.episode_id, {
              kind: 'missing_measurement',
              item: 'consciousness',
              due_at: at(12),
              lateness: 'soon',
            }),
          ]
        : []),
      ...(i % 5 === 1
        ? [
            task(state, p.episode_id, {
              kind: 'call_back',
              post: 'call_agent',
              what: 'Luz 555 0112',
              due_at: at(6),
              owner,
            }),
          ]
        : []),
      ...(i % 7 === 4
        ? [task(state, p.episode_id, { what: 'Bring the scale', post: 'nurse', due_at: at(-4), lateness: 'late' })]
        : []),
    ];
  });
  return state.tasks;
}

export const owed = (state) => ({
  stays: state.people.map((p) => {
    const own = tasks(state).filter((one) => one.episode_id === p.episode_id && one.of_programme);
    const shown = own.map(({ id, kind, due_at, state: now, lateness, owner, closed_at }) => ({
      ...{ id, kind, number: 1, due_at, state: now, lateness, owner, closed_at, missing: [] },
    }));
    const second = (kind, missing) => ({
      ...{
        id: uuid('0c', 1),
        kind,
        number: 2,
        due_at: state.started + 5 * HOUR_MS,
        state: 'open',
        lateness: 'on_time',
      },
      ...{ owner: null, closed_at: null, missing },
    });
    const { episode_id, label, initials, time_zone } = p;
    const rest = [second('vitals_set', ['temperature', 'systolic']), second('visit', [])];
    return { episode_id, label, initials, time_zone, tasks: [...shown, ...rest] };
  }),
});

export function makeTask(state, episode, { kind, what, item, post, due_at }, who) {
  const made = task(state, episode, { kind, what, item, post, due_at, made_by: person(who), made_at: Date.now() });
  tasks(state).push(made);
  return { status: 201, body: made };
}

export function actOnTask(state, id, body, who) {
  const one = tasks(state).find((known) => known.id === id);
  if (!one) return problem(404, 'not-found', 'not_found', { thing: 'task' });
  if (one.state !== 'open') return problem(409, 'conflict', 'task_closed', {}, { current: one });
  if (body.version !== undefined && body.version !== one.version)
    return problem(409, 'conflict', 'changed_meanwhile', {});
  one.version += 1;
  if (body.act === 'take') one.owner = person(who);
  if (body.act === 'release') one.owner = null;
  if (body.act === 'pass') Object.assign(one, { owner: null, post: body.post });
  if (body.act === 'give') one.owner = person(Object.values(state.staff).find(({ id }) => id === body.to));
  if (body.act === 'put_off') Object.assign(one, { due_at: body.due_at, lateness: 'on_time' });
  if (body.act === 'done') Object.assign(one, { state: 'done', closed_at: Date.now() });
  if (body.act === 'cancel') Object.assign(one, { state: 'cancelled', closed_at: Date.now() });
  return { status: 200, body: one };
}

/** Newest first. */
export function callsOf(state, episode) {
  state.calls ??= new Map();
  if (!state.calls.has(episode)) {
    const call = (facts) => ({
      ...{ id: uuid('0f', (made += 1)), episode_id: episode, direction: 'out', party: 'contact', name: 'Luz' },
      ...{ number: '555 0112', why: 'The dressing', interpreter: false, by: person(state.staff.charge) },
      ...{ begun_at: state.started - HOUR_MS, alert_id: null, task_id: null, ended: null, ...facts },
    });
    const end = (outcome, note, hours) => ({
      ...{ at: state.started - hours * HOUR_MS, outcome, note, by: person(state.staff.charge) },
      task_id: outcome === 'answered' ? null : uuid('0d', 1),
    });
    state.calls.set(episode, [
      call({ why: '' }),
      call({ begun_at: state.started - 3 * HOUR_MS, ended: end('no_answer', '', 3) }),
      call({
        ...{ begun_at: state.started - 7 * HOUR_MS, party: 'home', name: '', number: '555 0142', interpreter: true },
        ended: end('answered', 'Slept well, no pain.', 7),
      }),
    ]);
  }
  return state.calls.get(episode);
}

export function beginCall(state, episode, body, who) {
  const { id, ...facts } = body;
  const call = {
    id: id ?? uuid('0f', (made += 1)),
    episode_id: episode,
    ...facts,
    by: person(who),
    begun_at: Date.now(),
    ended: null,
  };
  callsOf(state, episode).unshift(call);
  return { status: 201, body: call };
}

export function endCall(state, id, { outcome, note }, who) {
  const call = [...(state.calls ?? new Map()).values()].flat().find((one) => one.id === id);
  call.ended = { at: Date.now(), outcome, note, by: person(who), task_id: null };
  return { status: 200, body: call };
}

export const actsOf = (state) =>
  ['end_episode', 'write_note', 'end_call', 'begin_call', 'see_access', 'set_particulars', 'admit'].map((act, i) => ({
    ...{ act, at: state.started - (i + 1) * HOUR_MS, by: person(state.staff.charge) },
  }));

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

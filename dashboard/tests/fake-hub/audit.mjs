// The audit, as the hub tells it: looks, acts, sign-ins and refusals of the last hours.
const MINUTE = 60_000;

const look = (by, what, operation, person) => ({
  ...{ by, act: 'look', person },
  detail: { what, operation, from: '10.0.4.17' },
});

function everything({ staff, people }) {
  const { nurse, charge, tech, auditor } = staff;
  return [
    look(nurse, 'see_measurements', 'GET /episodes/{id}/readings', people[0]),
    look(nurse, 'see_patients', 'GET /episodes/{id}', people[0]),
    look(charge, 'patient', 'GET /feed', people[1]),
    look(charge, 'see_patients', 'GET /episodes', null),
    { by: nurse, act: 'set_limits', person: people[0], detail: {} },
    { by: tech, act: 'refused', person: people[1], detail: { operation: 'GET /episodes/{id}', from: '10.0.4.31' } },
    { by: null, act: 'sign_in_refused', person: null, detail: { from: '198.51.100.7', status: 401 } },
    { by: nurse, act: 'sign_in', person: null, detail: { from: '10.0.4.17' } },
    { by: auditor, act: 'export_audit', person: null, detail: { form: 'csv', entries: 412 } },
    { by: null, act: 'restore', person: null, detail: { made_at: 1_795_521_600_000 } },
  ];
}

const KINDS = { looks: ['look'], doors: ['sign_in', 'sign_in_refused', 'refused'] };

/** A page of it, by what the query asks for. */
export function auditOf(state, query) {
  const [kind, episode, person] = ['kind', 'episode_id', 'person'].map((name) => query.get(name));
  const entries = everything(state)
    .map((one, i) => ({
      ...{ id: 4_000 - i, at: state.started - i * 7 * MINUTE, act: one.act, detail: one.detail },
      by: one.by && { id: one.by.id, display_name: one.by.display_name },
      subject: one.person?.episode_id ?? 'patients',
      episode: one.person ? { id: one.person.episode_id, label: one.person.label } : null,
      seal: i === 0 ? null : 3_981 - i,
    }))
    .filter(({ act }) => !kind || KINDS[kind].includes(act))
    .filter((one) => !episode || one.episode?.id === episode)
    .filter((one) => !person || one.by?.id === person);
  return { entries, next_before: null };
}

// The fake hub's staff: everybody whom a page has to be able to show, and what can be done about them.
import { uuid } from './people.mjs';
import { invalid, problem } from './problems.mjs';

const DAY_MS = 86_400_000;

/** Who works here: those who sign in at the fake hub, and others in every state. */
export function staffOf(state) {
  const own = Object.values(state.staff).map((one, i) => ({
    ...{ id: one.id, version: 1, name: one.name, display_name: one.display_name, role: one.role },
    ...{
      languages: [['en'], ['en', 'es'], [], ['en'], ['es', 'pt-BR']][i % 5],
      phone: i % 3 === 2 ? '' : `+1 555 010${i}`,
    },
    ...{ must_change_password: false, disabled_at: null },
  }));
  const more = (n, name, display_name, role, over) => ({
    ...{ id: uuid('5', 40 + n), version: 2, name, display_name, role, languages: ['es'], phone: '+1 555 0140' },
    ...{ must_change_password: false, disabled_at: null },
    ...over,
  });
  return [
    ...own,
    more(1, 'm.castellanos', 'Maria Fernanda Castellanos-Iturralde de la Vega', 'paramedic', {
      languages: ['es', 'en', 'pt-BR', 'fr', 'ht'],
    }),
    more(2, 'new.person', 'J. Park', 'call_agent', { must_change_password: true, phone: '' }),
    more(3, 'left', 'O. Berg', 'dispatcher', { disabled_at: state.started - 12 * DAY_MS }),
  ];
}

const ok = (body, status = 200) => ({ status, body });
const given = (member) => ({ member, first_password: 'tidal-copper-anthem-41' });

/** Answers a call about staff, or null when it is none. @param verb `disable`, `enable` or `password` */
export function answerStaff(state, method, key, verb, body) {
  const all = (state.members ??= staffOf(state));
  const one = all.find(({ id }) => id === key);
  if (key && !one) return problem(404, 'not-found', 'not_found', { thing: 'staff' });
  switch (`${method} ${verb ?? (key ? ':' : '')}`) {
    case 'GET ':
      return ok({ staff: all, next_after: null });
    case 'GET :':
      return ok(one);
    case 'POST ': {
      if (!/^[a-z0-9][a-z0-9._-]{1,31}$/.test(body.name))
        return invalid(['name', 'sign_in_name', { low: 2, high: 32 }]);
      const added = { ...body, id: uuid('5', 90), version: 1, must_change_password: true, disabled_at: null };
      all.push(added);
      return ok(given(added), 201);
    }
    case 'POST password':
      return ok(given(Object.assign(one, { must_change_password: true })));
    default:
      return change(state, all, one, method, verb, body);
  }
}

function change(state, all, one, method, verb, body) {
  const keepsOne = all.some((other) => other !== one && other.role === 'administrator' && other.disabled_at === null);
  const loses = verb === 'disable' || (method === 'PUT' && body.role !== 'administrator');
  if (one.role === 'administrator' && loses && !keepsOne) return problem(409, 'conflict', 'last_administrator');
  // Somebody else was quicker.
  if (state.staleStaff) {
    state.staleStaff = false;
    Object.assign(one, { version: one.version + 1, phone: '+1 555 0777', role: 'charge_nurse' });
  }
  if (body.version !== one.version) return problem(409, 'conflict', 'changed_meanwhile');
  const { version: _, ...facts } = body;
  const now = verb === 'disable' ? { disabled_at: Date.now() } : verb === 'enable' ? { disabled_at: null } : facts;
  return ok(Object.assign(one, now, { version: one.version + 1 }));
}

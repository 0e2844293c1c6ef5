// The fake hub's roster: shifts, and who holds the watch of each stay.
import { uuid } from './people.mjs';
import { invalid, problem } from './problems.mjs';

export const NO_WATCH = { holder: null, since_at: null, by_shift: false, unheld: 0, on_shift: [], offers: [] };

const HOUR = 3_600_000;
const ref = ({ id, display_name }) => ({ id, display_name });
const notNow = (code, params = {}) => problem(409, 'conflict', code, params);

/** Puts the state on shifts: two nurses and a charge nurse, each stay with a holder, two without. */
export function keepShifts(state, { unheld = 0 } = {}) {
  const now = Date.now();
  const { nurse, charge, physician } = state.staff;
  const second = { id: uuid('5', 6), name: 'second', display_name: 'A. Bell', role: 'nurse' };
  state.staff = { ...state.staff, second };
  const shift = (n, who, duty, from, until, more = {}) => ({
    ...{ id: uuid('6', n), version: 1, person: ref(who), duty, site: 'Main', phone: '', languages: ['en'] },
    ...{ from_at: now + from * HOUR, until_at: now + until * HOUR, ended_at: null, state: 'runs', stays: 0 },
    ...more,
  });
  state.shifts = [
    shift(1, nurse, 'nurse', -4, 4, { languages: ['en', 'es'] }),
    shift(2, second, 'nurse', -4, 4),
    shift(3, charge, 'charge_nurse', -4, 4, { phone: '555 0190' }),
    shift(4, physician, 'physician', -4, 8, { phone: '555 0191' }),
    shift(5, nurse, 'nurse', 20, 28, { state: 'planned' }),
  ];
  state.watches = state.people.map((p, i) => ({
    ...{ episode_id: p.episode_id, version: 1, holder: ref(i % 2 ? second : nurse) },
    ...{ backup: ref(i % 2 ? nurse : second), since_at: now - 3 * HOUR, overdue: false, away: false },
  }));
  for (const watch of state.watches.slice(0, unheld)) Object.assign(watch, { version: 0, holder: null, backup: null });
  count(state);
}

/** The numbers that follow from the watches. */
export function count(state) {
  for (const shift of state.shifts)
    shift.stays = shift.state === 'planned' ? 0 : state.watches.filter((w) => w.holder?.id === shift.person.id).length;
  const here = state.shifts.filter((shift) => shift.state === 'runs' || shift.state === 'overdue');
  state.watch = {
    ...{ holder: null, since_at: null, by_shift: true, unheld: state.watches.filter((w) => !w.holder).length },
    offers: (state.handovers ?? [])
      .filter((h) => h.state === 'offered')
      .map(({ id, from, to, offered_at }) => ({ id, from, to, offered_at })),
    on_shift: here.map(({ id, person, duty, until_at, stays, state: at }) => ({
      ...{ shift_id: id, person, duty, until_at, stays, overdue: at === 'overdue', away: false },
    })),
  };
  state.watchChanged = true;
}

const personOf = (state, id) => Object.values(state.staff).find((one) => one.id === id);

function rosterOf(state, params) {
  const [from, to] = [Number(params.get('from')), Number(params.get('to'))];
  const shifts = state.shifts.filter((shift) => shift.from_at < to && shift.until_at > from);
  const watched = shifts.filter((shift) => ['nurse', 'charge_nurse'].includes(shift.duty));
  const gaps = [];
  let covered = Math.max(from, Date.now());
  for (const { from_at, until_at } of watched.toSorted((a, b) => a.from_at - b.from_at)) {
    if (from_at > covered) gaps.push({ from_at: covered, until_at: from_at });
    covered = Math.max(covered, until_at);
  }
  if (covered < to) gaps.push({ from_at: covered, until_at: to });
  const roles = ['nurse', 'charge_nurse', 'physician', 'call_agent', 'dispatcher'];
  const works = Object.values(state.staff).filter((one) => roles.includes(one.role));
  return { shifts, gaps, rest: state.rest ?? null, staff: works.map((one) => ({ person: ref(one), role: one.role })) };
}

/** None are kept any more. As the hub refuses it, unless the state says that all are over (`shiftsOver`). */
function restShifts(state, who, reason) {
  if (!state.shiftsOver) return notNow('shifts_ahead');
  state.rest = { at: Date.now(), by: ref(who), reason };
  Object.assign(state, { shifts: [], watches: [], watch: { ...NO_WATCH, holder: ref(who), since_at: Date.now() } });
  state.watchChanged = true;
  return { status: 204, body: null };
}

function planned(state, wish, id, version) {
  if (!wish.site?.trim()) return invalid(['site', 'length', { low: 1, high: 40 }]);
  if (wish.until_at <= Date.now()) return invalid(['until_at', 'in_the_future']);
  const other = state.shifts.find(
    (s) => s.id !== id && s.person.id === wish.staff_id && s.from_at < wish.until_at && wish.from_at < s.until_at,
  );
  if (other) return notNow('shifts_overlap', { from: other.from_at, until: other.until_at });
  const { duty, site, from_at, until_at, phone = '', languages = [] } = wish;
  return {
    ...{ id, version, person: ref(personOf(state, wish.staff_id)), duty, site, phone, languages, from_at, until_at },
    ...{ ended_at: null, state: from_at > Date.now() ? 'planned' : 'runs', stays: 0 },
  };
}

/** Answers `/shifts...` and `/watch/...`; null for what is not of this room. */
export function shiftCall(state, who, method, path, url, body) {
  const [room, id, act] = path;
  if (room === 'watch') return watchCall(state, who, method, path[1], body, url.searchParams.get('relieve'));
  if (room === 'handovers') return handoverCall(state, who, method, path.slice(1), body);
  if (room !== 'shifts') return null;
  state.shifts ??= [];
  if (!id && method === 'GET') return { status: 200, body: rosterOf(state, url.searchParams) };
  if (id === 'rest') return restShifts(state, who, body.reason);
  const at = state.shifts.findIndex((shift) => shift.id === id);
  const known = state.shifts[at];
  if (id && (!known || known.version !== body.version)) return notNow('changed_meanwhile');
  if (act === 'end') {
    if (known.stays > 0) return notNow('shift_holds_stays', { stays: known.stays });
    Object.assign(known, { state: 'over', ended_at: Date.now(), version: known.version + 1 });
  } else if (act === 'cancel') state.shifts.splice(at, 1);
  else {
    const made = id
      ? planned(state, body.shift, id, known.version + 1)
      : planned(state, body, uuid('6', 10 + state.shifts.length), 1);
    if (!made.id) return made;
    if (id) state.shifts[at] = made;
    else state.shifts.push(made);
  }
  count(state);
  return act === 'cancel' ? { status: 204, body: null } : { status: 200, body: known ?? state.shifts.at(-1) };
}

function watchCall(state, who, method, what, body, relieve) {
  if (what === 'stays') return { status: 200, body: { stays: state.watches } };
  if (what === 'balance') {
    const on = state.shifts.filter((shift) => shift.state === 'runs' && shift.duty === 'nurse');
    const wanted = (watch) => relieve === null || (watch.holder?.id === relieve && !state.noRelief);
    const all = state.watches.filter(wanted).slice(0, relieve === null ? undefined : 2);
    const stays = all.map(({ episode_id, version, holder }, i) => ({
      ...{ episode_id, version, points: 1 + (i % 4) },
      ...{ holder: holder ?? on[i % on.length].person, backup: on[(i + 1) % on.length].person },
      ...(relieve && { holder: on.find((one) => one.person.id !== relieve).person, backup: holder }),
    }));
    return { status: 200, body: { stays } };
  }
  if (what !== 'assign' && what !== 'take') return null;
  for (const { episode_id, version } of body.stays) {
    const known = state.watches.find((watch) => watch.episode_id === episode_id);
    if (known.version !== version) return notNow('stay_held_by', { person: known.holder.display_name });
  }
  for (const { episode_id, holder_id = who.id, backup_id = null } of body.stays) {
    const known = state.watches.find((watch) => watch.episode_id === episode_id);
    const backup = backup_id && ref(personOf(state, backup_id));
    Object.assign(known, { version: known.version + 1, holder: ref(personOf(state, holder_id)), backup });
    known.since_at = Date.now();
  }
  count(state);
  return { status: 200, body: { stays: state.watches } };
}

/** An offer of everything that `from` watches. */
export function offerHandover(state, from, to, sheets) {
  const stays = (sheets ?? draftOf(state, from)).map((sheet) => ({
    ...{ episode_id: sheet.episode_id, severity: sheet.severity, suggested: 'stable', news2: null, read_back: null },
    ...{ summary: sheet.summary, actions: sheet.actions, if_then: sheet.if_then, alerts: [] },
    ...{ reduced: reducedOf(state, sheet.episode_id), profile: null },
  }));
  const made = {
    ...{ id: uuid('7', 1 + (state.handovers?.length ?? 0)), from: ref(from), to: ref(to), state: 'offered' },
    ...{ offered_at: Date.now(), closed_at: null, stays },
  };
  state.handovers = [...(state.handovers ?? []), made];
  count(state);
  return made;
}

/** The SpO2 of the first patient of each nurse rings later than the template says; nothing is reduced for anybody else. */
function reducedOf(state, stay) {
  if (!state.people.slice(0, 2).some(({ episode_id }) => episode_id === stay)) return null;
  return {
    ...{ profile: 2, template: 'after_transplant', without_fever_pathway: false, scale_two: false },
    rungs: [{ vital: 'spo2', side: 'low', rung: { edge: 90, for_s: 300, priority: 'medium' } }],
    ...{ reason: 'rests at 89 on two litres', author: ref(state.staff.charge), made_at: Date.now() - 5 * HOUR },
    ends_at: Date.now() + 19 * HOUR,
  };
}

const isUnread = ({ episode_id, reduced }, said) =>
  reduced && said?.stays.find((one) => one.episode_id === episode_id)?.profile !== reduced.profile;

function draftOf(state, who) {
  const mine = state.watches.filter((watch) => watch.holder?.id === who.id);
  return mine.map(({ episode_id, version }, i) => ({
    ...{ episode_id, version, severity: ['unstable', 'watcher', 'stable'][Math.min(i, 2)], news2: i === 0 ? 7 : 2 },
    ...{ alerts: [], summary: i % 2 ? 'Pneumonia of the left lower lobe, better since yesterday.' : '' },
    ...{ actions: i === 0 ? ['Repeat the lactate at 06:00', 'Call the daughter'] : [] },
    if_then: i === 0 ? 'If SpO2 stays below 90, then 2 litres and call the physician.' : '',
    reduced: reducedOf(state, episode_id),
  }));
}

function handoverCall(state, who, method, [id, act], body) {
  state.handovers ??= [];
  if (id === 'draft') return { status: 200, body: { stays: draftOf(state, who) } };
  if (!id && method === 'GET') return { status: 200, body: { handovers: state.handovers } };
  if (!id) return { status: 200, body: offerHandover(state, who, personOf(state, body.to_id), body.stays) };
  const known = state.handovers.find((one) => one.id === id);
  if (method === 'GET') return { status: 200, body: known };
  if (known?.state !== 'offered') return notNow('handover_not_open');
  if (act === 'accept' && known.stays.some((sheet) => isUnread(sheet, body))) return notNow('reduced_alarms_unread');
  known.closed_at = Date.now();
  known.state = act === 'accept' ? 'accepted' : known.from.id === who.id ? 'withdrawn' : 'declined';
  if (act === 'accept')
    for (const { episode_id } of known.stays) {
      const watch = state.watches.find((one) => one.episode_id === episode_id);
      Object.assign(watch, { holder: ref(who), version: watch.version + 1, since_at: Date.now() });
    }
  count(state);
  return act === 'accept' ? { status: 200, body: known } : { status: 204, body: null };
}

// Who works in the demo, and who works when. People and numbers are invented.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { HubClient, addStaff } from './hub.mjs';

const HOUR_MS = 3_600_000;
const SHIFT_MS = 12 * HOUR_MS;
/** The night began this long before the demo. */
const BEGUN_MS = 2 * HOUR_MS;
/** Who has less than this left gets another shift. */
const LEAST_LEFT_MS = HOUR_MS;

/** `works`: `now` for the shift that runs, `next` for the one after it; without it nobody waits for the person at a desk. */
export const PEOPLE = [
  { name: 'charge', display: 'Marisol Vega', role: 'charge_nurse', works: 'now', languages: ['en', 'es'], phone: '' },
  { name: 'nurse', display: 'Ana López', role: 'nurse', works: 'now', languages: ['en', 'es', 'pt-BR'], phone: '+1 555 0102' },
  { name: 'nurse2', display: 'Daniel Okafor', role: 'nurse', works: 'now', languages: ['en', 'fr', 'ar'], phone: '+1 555 0103' },
  { name: 'day', display: 'Grace Lindholm', role: 'nurse', works: 'next', languages: ['en', 'sv'], phone: '+1 555 0104' },
  { name: 'agent', display: 'Priya Raman', role: 'call_agent', works: 'now', languages: ['en', 'es'], phone: '' },
  { name: 'physician', display: 'Henrik Sand', role: 'physician', works: 'now', languages: ['en'], phone: '+1 555 0106' },
  { name: 'dispatcher', display: 'Jonas Weber', role: 'dispatcher', works: 'now', languages: ['en', 'de'], phone: '+1 555 0107' },
  { name: 'medic', display: 'Luis Herrera', role: 'paramedic' },
  { name: 'medic2', display: 'Fatima Rahimi', role: 'paramedic' },
  { name: 'technician', display: 'Tom Becker', role: 'technician' },
  { name: 'administrator', display: 'Ruth Amadi', role: 'administrator' },
];

/** Adds whoever is not there yet, and signs everybody in. Returns passwords and sessions by name. */
export async function everybody(hubProgram, config, base, file) {
  const passwords = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  const sessions = {};
  for (const { name, display, role } of PEOPLE) {
    sessions[name] = new HubClient(base);
    if (passwords[name]) await sessions[name].post('/session', { name, password: passwords[name] });
    else {
      passwords[name] = await sessions[name].firstSignIn(name, await addStaff(hubProgram, config, name, display, role));
      writeFileSync(file, JSON.stringify(passwords, null, 2), { mode: 0o600 });
    }
  }
  return { passwords, sessions };
}

const roster = (charge, now) => charge.get(`/shifts?from=${now - 24 * HOUR_MS}&to=${now + 24 * HOUR_MS}`);

/** Puts whoever works now or next on the roster, if they have no shift that lasts. */
export async function planned(charge, now = Date.now()) {
  const { shifts, staff } = await roster(charge, now);
  const lastOf = (id) => Math.max(0, ...shifts.filter(({ person, ended_at }) => person.id === id && ended_at === null).map((shift) => shift.until_at));
  let end = now + SHIFT_MS - BEGUN_MS;
  for (const person of PEOPLE.filter(({ works }) => works)) {
    const { id } = staff.find((worker) => worker.person.display_name === person.display).person;
    const last = lastOf(id);
    if (last > now + LEAST_LEFT_MS) {
      if (person.works === 'now') end = Math.min(end, last);
      continue;
    }
    const from_at = person.works === 'next' ? end : Math.max(last, now - BEGUN_MS);
    const until_at = person.works === 'next' ? end + SHIFT_MS : Math.max(now, from_at) + SHIFT_MS - BEGUN_MS;
    await charge.post('/shifts', { staff_id: id, duty: person.role, site: 'Command center', from_at, until_at, phone: person.phone, languages: person.languages });
  }
}

/** Spreads the stays of the first day over the nurses of the night; before, whoever admitted them holds them all. */
export async function spread(charge, now = Date.now()) {
  const { shifts } = await roster(charge, now);
  const nurses = shifts.filter(({ state, duty }) => state === 'runs' && duty.includes('nurse')).map(({ person }) => person.id);
  const { stays } = await charge.get('/watch/stays');
  const given = stays.map(({ episode_id, version }, index) => ({ episode_id, version, holder_id: nurses[index % nurses.length], backup_id: nurses[(index + 1) % nurses.length] }));
  await charge.post('/watch/assign', { stays: given });
}

/** Gives every stay a holder and a backup, as the hub proposes, and ends the shifts that then hold nothing and are overdue. */
export async function assigned(charge, now = Date.now()) {
  const { stays } = await charge.get('/watch/balance');
  const given = stays.filter(({ holder, backup }) => holder && backup).map((stay) => ({ episode_id: stay.episode_id, version: stay.version, holder_id: stay.holder.id, backup_id: stay.backup.id }));
  await charge.post('/watch/assign', { stays: given });
  const { shifts } = await roster(charge, now);
  for (const { id, version } of shifts.filter(({ state, stays: held }) => state === 'overdue' && held === 0)) await charge.post(`/shifts/${id}/end`, { version });
}

/** What the crew's phone asks of the hub. */
import { answer, client } from '../api/client';
import type { JobCard } from '../api/types';
import { ageOf, type Clocks, type Command } from '../model/crewqueue';

/** A phone in a stairwell waits no longer for an answer, ms: it has the last one. */
const WAIT_MS = 8_000;
const soon = () => AbortSignal.timeout(WAIT_MS);
const at = (id: string) => ({ path: { id } });
/** For whom is asked and sent. The hub answers nobody else: another tab may have signed somebody else in meanwhile. */
const FOR = 'hearth-person';
const as = (person: string) => ({ [FOR]: person });

export const board = (me: string) => answer(client.GET('/api/v1/incidents', { headers: as(me), signal: soon() }));
export const incident = (me: string, id: string) =>
  answer(client.GET('/api/v1/incidents/{id}', { params: at(id), headers: as(me), signal: soon() }));
/** The client's types make lists of the points, which are threes. */
export const card = (me: string, id: string, trends: boolean): Promise<JobCard> =>
  answer(
    client.GET('/api/v1/incidents/{id}/card', {
      params: { ...at(id), query: { trends } },
      headers: as(me),
      signal: soon(),
    }),
  ) as Promise<JobCard>;
export const units = (me: string) => answer(client.GET('/api/v1/units', { headers: as(me), signal: soon() }));
export const signOn = (me: string, unit: string, lasts_ms: number) =>
  answer(
    client.POST('/api/v1/units/{id}/sign-on', {
      params: at(unit),
      body: { skills: ['paramedic'], lasts_ms },
      headers: as(me),
      signal: soon(),
    }),
  );
export const signOff = (me: string, unit: string) =>
  answer(client.POST('/api/v1/units/{id}/sign-off', { params: at(unit), headers: as(me), signal: soon() }));

/** Sends a command under its own id, for who pressed it. */
export async function send(command: Command, now: Clocks): Promise<void> {
  const { id, what, pressed } = command;
  const age = ageOf(command, now);
  const [signal, headers] = [soon(), as(command.by.id)];
  const times = { pressed_at: Math.round(pressed.wall), sent_at: Math.round(now.wall), age_ms: age };
  switch (what.kind) {
    case 'stamp': {
      const { place, unit: unit_id, state, offer } = what;
      const body = { id, place, unit_id, state, source: 'button', offer, ...times };
      await answer(client.POST('/api/v1/incidents/{id}/stamp', { params: at(what.incident), body, headers, signal }));
      return;
    }
    case 'measured': {
      const { code, value, unit, confirmed = false } = what;
      const body = { id, code, value, unit, confirmed, ...times };
      const params = at(what.incident);
      await answer(client.POST('/api/v1/incidents/{id}/observations', { params, body, headers, signal }));
      return;
    }
    case 'found': {
      const { code, finding } = what;
      const params = at(what.incident);
      const body = { id, code, finding, ...times };
      await answer(client.POST('/api/v1/incidents/{id}/observations', { params, body, headers, signal }));
      return;
    }
    case 'note': {
      const body = { id, body: what.body, ...times };
      await answer(client.POST('/api/v1/incidents/{id}/notes', { params: at(what.incident), body, headers, signal }));
      return;
    }
    // Help is needed now, whenever it was called for.
    case 'sos': {
      const body = { id, age_ms: age ?? 0 };
      await answer(client.POST('/api/v1/units/{id}/sos', { params: at(what.unit), body, headers, signal }));
      return;
    }
    case 'safe': {
      const body = { calls: [...what.calls] };
      await answer(client.POST('/api/v1/units/{id}/sos/end', { params: at(what.unit), body, headers, signal }));
    }
  }
}

/** What the crew's phone asks of the hub. */
import { answer, client } from '../api/client';
import type { JobCard } from '../api/types';
import { ageOf, type Clocks, type Command } from '../model/crewqueue';

/** A phone in a stairwell waits no longer for an answer, ms: it has the last one. */
const WAIT_MS = 8_000;
const soon = () => AbortSignal.timeout(WAIT_MS);
const at = (id: string) => ({ path: { id } });

export const board = () => answer(client.GET('/api/v1/incidents', { signal: soon() }));
export const incident = (id: string) =>
  answer(client.GET('/api/v1/incidents/{id}', { params: at(id), signal: soon() }));
/** The client's types make lists of the points, which are threes. */
export const card = (id: string, trends: boolean): Promise<JobCard> =>
  answer(
    client.GET('/api/v1/incidents/{id}/card', { params: { ...at(id), query: { trends } }, signal: soon() }),
  ) as Promise<JobCard>;
export const units = () => answer(client.GET('/api/v1/units', { signal: soon() }));
export const signOn = (unit: string, lasts_ms: number) =>
  answer(
    client.POST('/api/v1/units/{id}/sign-on', {
      params: at(unit),
      body: { skills: ['paramedic'], lasts_ms },
      signal: soon(),
    }),
  );
export const signOff = (unit: string) =>
  answer(client.POST('/api/v1/units/{id}/sign-off', { params: at(unit), signal: soon() }));

/** Sends a command under its own id. */
export async function send(command: Command, now: Clocks): Promise<void> {
  const { id, what, pressed } = command;
  const age = ageOf(command, now);
  const signal = soon();
  switch (what.kind) {
    case 'stamp': {
      const { place, unit: unit_id, state } = what;
      const times = {
        pressed_at: Math.round(pressed.wall),
        sent_at: Math.round(now.wall),
        ...(age !== null && { age_ms: age }),
      };
      const body = { id, place, unit_id, state, source: 'button', ...times };
      await answer(client.POST('/api/v1/incidents/{id}/stamp', { params: at(what.incident), body, signal }));
      return;
    }
    case 'measured': {
      const { code, value, unit } = what;
      const body = { id, code, value, unit, age_ms: age ?? 0 };
      await answer(client.POST('/api/v1/incidents/{id}/observations', { params: at(what.incident), body, signal }));
      return;
    }
    case 'note':
      await answer(
        client.POST('/api/v1/incidents/{id}/notes', {
          params: at(what.incident),
          body: { id, body: what.body },
          signal,
        }),
      );
      return;
    case 'sos':
      await answer(
        client.POST('/api/v1/units/{id}/sos', { params: at(what.unit), body: { id, age_ms: age ?? 0 }, signal }),
      );
      return;
    case 'safe':
      await answer(
        client.POST('/api/v1/units/{id}/sos/end', {
          params: at(what.unit),
          body: { calls: [...what.calls] },
          signal,
        }),
      );
  }
}

// What a device said, as its simulator recorded it, and what the store holds of it.
import { readFileSync } from 'node:fs';

/** The order of values in a reading. */
export const VITALS = ['pulse_rate', 'spo2', 'perfusion_index'];
/** A device that is this late slept together with its machine, and skips what it missed. */
const ASLEEP_MS = 2_000;

/** Lines or packets in the order in which the device sent them, with the second that it printed as their number. */
export function said(file) {
  const all = [];
  for (const text of readFileSync(file, 'utf8').split('\n').slice(0, -1)) {
    const { t, vital, raw, whole } = JSON.parse(text);
    // The first vital of a packet marks its beginning.
    if (vital === VITALS[0]) all.push({ at_ms: t, key: key(all.at(-1), t), whole, value: VITALS.map(() => null) });
    all.at(-1).value[VITALS.indexOf(vital)] = raw;
  }
  return all;
}

function key(before, t) {
  if (!before) return Math.floor(t / 1000);
  const paused = t - before.at_ms;
  return before.key + (paused > ASLEEP_MS ? Math.round(paused / 1000) : 1);
}

const ms = (column) => `(extract(epoch FROM ${column}) * 1000)::bigint`;

/** Rows of a device in the order of measurement, each with the episode that the hub's bindings give it. */
export async function stored(system, device) {
  const rows = await system.sql(
    `SELECT ${ms('f.at')}, f.device_time, f.stream_key, f.seq, ${VITALS.map((vital) => `f.${vital}`)}, b.episode_id, ${ms('f.received_at')}, f.uncertainty_ms, f.quality IS NOT NULL
     FROM frames f JOIN devices d ON d.key = f.device_key
     LEFT JOIN bindings b ON b.device_key = d.key AND f.at >= b.from_at AND (b.until_at IS NULL OR f.at < b.until_at)
     WHERE d.id = '${device}' ORDER BY f.at, f.stream_key, f.seq`,
  );
  const number = (text) => (text === '' ? null : Number(text));
  return rows.map(([at, deviceTime, stream, seq, ...rest]) => {
    const value = rest.splice(0, VITALS.length).map(number);
    const [episode, received, uncertainty, doubtful] = rest;
    return {
      ...{ at_ms: Number(at), key: deviceTime === '' ? null : Number(deviceTime) / 1000, stream: Number(stream), seq: Number(seq), value },
      ...{ episode: episode || null, received_at_ms: Number(received), uncertainty_ms: Number(uncertainty), doubtful: doubtful === 't' },
    };
  });
}

/** Reads `{[0,10),[12,20)}` as pairs. */
const ranges = (text) => [...text.matchAll(/\[(\d+),(\d+)\)/g)].map(([, first, end]) => [Number(first), Number(end)]);

/** What the hub has noted of each stream of readings. */
export async function streams(system) {
  const rows = await system.sql(
    `SELECT s.key, s.gateway_id || ' ' || s.generation, s.held, s.lost, f.rows, f.numbers,
       (SELECT coalesce(string_agg(range::text, ','), '') FROM losses WHERE lost_stream_key = s.key)
     FROM streams s CROSS JOIN LATERAL (SELECT count(*) AS rows, count(DISTINCT seq) AS numbers FROM frames WHERE stream_key = s.key) f
     WHERE s.class = 1 ORDER BY s.key`,
  );
  return rows.map(([streamKey, name, held, lost, count, numbers, recorded]) => {
    return { key: Number(streamKey), name, held: ranges(held), lost: ranges(lost), recorded: ranges(recorded), rows: Number(count), numbers: Number(numbers) };
  });
}

/** The times that gateways recorded as not collected. */
export async function notCollected(system) {
  const rows = await system.sql("SELECT gateway_id, event->>'from', event->>'until' FROM events WHERE event->>'event' = 'not_collected'");
  return rows.map(([gateway, from, end]) => ({ gateway, from_ms: Number(from), until_ms: Number(end) }));
}

// What the benchmarks of a running hub share: a free port, the hub's figures, and a patient with a kit.
import { createServer } from 'node:net';

export const freePort = () =>
  new Promise((done, fail) => {
    const server = createServer();
    server.once('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });

/** The histogram of the live latency up to a stage: [bound in ms, number of readings at or below it]. */
export async function buckets(base, stage) {
  const text = await (await fetch(`${base}/metrics`)).text();
  const found = [...text.matchAll(new RegExp(`hearth_latency_seconds_bucket\\{stage="${stage}",le="([^"]+)"\\} (\\d+)`, 'g'))];
  return found.map(([, bound, count]) => [bound === '+Inf' ? Infinity : Number(bound) * 1000, Number(count)]);
}

const between = (before, after) => after.map(([bound, count], index) => [bound, count - (before[index]?.[1] ?? 0)]);

/** The bound, ms, of the bucket below which this share of the values between two looks lies. */
export function quantile(before, after, share) {
  const counts = between(before, after);
  const all = counts.at(-1)?.[1] ?? 0;
  return counts.find(([, count]) => count >= all * share)?.[0] ?? null;
}

/** The same, as if values were spread evenly within their bucket: good enough for a comparison. */
export function quantileWithin(before, after, share) {
  const counts = between(before, after);
  const wanted = (counts.at(-1)?.[1] ?? 0) * share;
  const index = counts.findIndex(([, count]) => count >= wanted);
  const [low, below] = counts[index - 1] ?? [0, 0];
  const [high, upTo] = counts[index] ?? [Infinity, 0];
  return upTo > below && high !== Infinity ? Math.round(low + ((high - low) * (wanted - below)) / (upTo - below)) : high;
}

/** Makes a patient, a stay, a kit with its devices, and binds them, as the set-up page does: one call each. */
export async function admit(client, name, home) {
  const identifiers = { medical_record_number: `MRN-${name}`, birth_date: '1970-01-01' };
  const patient = await client.post('/patients', { family_name: `Load ${name}`, given_name: 'Test', sex: 'unknown', language: 'en', ...identifiers });
  const stay = { patient_id: patient.id, label: `Home ${name}`, address: '', time_zone: 'UTC', phase: 'acute', ...identifiers };
  const episode = await client.post('/episodes', stay);
  const kit = `kit-${home.gateway}`;
  await client.post('/kits', { id: kit, label: `Kit ${name}`, gateway_id: home.gateway });
  for (const device of home.devices) {
    await client.post('/devices', { ...device, kit_id: kit });
    await client.post(`/devices/${device.id}/bindings`, { episode_id: episode.id, from_at: null, ...identifiers });
  }
}

/** Admits all homes, `abreast` at a time; a home's name is its gateway's. */
export async function admitAll(client, homes, abreast) {
  const rest = homes.entries();
  const worker = async () => {
    for (const [, home] of rest) await admit(client, home.gateway, home);
  };
  await Promise.all(Array.from({ length: abreast }, worker));
}

/** Has `end` end what was started when this program is told to end, as by a time limit or Ctrl-C: a hub that is left behind would go on using the machine. */
export function endWhenTold(end) {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.once(signal, async () => {
      await end();
      process.exit(1);
    });
  }
}

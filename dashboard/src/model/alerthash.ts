/** The fingerprint of the set of open alerts, as the hub's heartbeat states it. */
import type { Alert } from '../api/types';

const encoder = new TextEncoder();

/** FNV-1a, 32 bits, as 8 hexadecimal digits. */
export function fnv1a32(text: string): string {
  let hash = 0x811c9dc5;
  for (const byte of encoder.encode(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}

/** Hash over `id:version\n` of each open alert, sorted by id. */
export function alertsHash(alerts: Iterable<Alert>): string {
  const lines = [...alerts].filter((a) => a.open).map((a) => `${a.id}:${a.version}\n`);
  return fnv1a32(lines.sort().join(''));
}

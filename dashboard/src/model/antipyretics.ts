/** Doses of what lowers a fever. */
import type { AntipyreticDose } from '../api/types';

/** The dose that may mask a fever of this patient now: it ends by its own time, also when the hub cannot be asked. */
export function maskOf(
  doses: ReadonlyMap<string, AntipyreticDose>,
  episode: string | null,
  now_ms: number,
): AntipyreticDose | null {
  const dose = episode === null ? undefined : doses.get(episode);
  return dose && dose.until > now_ms ? dose : null;
}

/** Finds patients by what a nurse types: home, initials or name, language, record number. */
import type { Tile } from '../api/types';

const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '')
    .toLowerCase();

/** True when every word typed is part of the tile's words; accents and case do not matter. */
export function matches(tile: Tile, typed: string): boolean {
  const hay = plain(
    [tile.label, tile.initials, tile.family_name, tile.given_name, tile.language, tile.medical_record_number].join(' '),
  );
  return plain(typed)
    .split(/\s+/)
    .every((word) => hay.includes(word));
}

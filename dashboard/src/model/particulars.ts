/** What is known of a stay beside its measurements: sections that people change one by one. */
import type { Particulars, ParticularsSaid, Section, SectionName } from '../api/types';

/** In the order in which they are read before somebody goes there or calls. */
export const SECTIONS: readonly SectionName[] = ['allergies', 'code_status', 'language', 'home', 'access', 'contacts'];

/** A section of which nothing is known yet, to be filled in. */
export function emptySection(name: SectionName, known: { language: string; address: string }): ParticularsSaid {
  switch (name) {
    case 'allergies':
      return { section: 'allergies', none_known: false, list: [] };
    case 'code_status':
      return { section: 'code_status', status: 'full_code', note: '' };
    case 'language':
      return { section: 'language', language: known.language, interpreter: false, line: '', phone: '' };
    case 'home':
      return { section: 'home', address: known.address, people: '', hazards: '' };
    case 'access':
      return { section: 'access', instructions: '' };
    case 'contacts':
      return { section: 'contacts', list: [] };
  }
}

/** What one section says; null if nobody has written it. */
export function saidOf<N extends SectionName>(
  known: Particulars | null,
  name: N,
): Extract<ParticularsSaid, { section: N }> | null {
  const found = known?.sections.find((section) => section.said.section === name);
  return (found?.said ?? null) as Extract<ParticularsSaid, { section: N }> | null;
}
export const sectionOf = (known: Particulars | null, name: SectionName): Section | null =>
  known?.sections.find((section) => section.said.section === name) ?? null;

/** The version to send back with a change: 0 where nothing is known. */
export const versionOf = (known: Particulars | null, name: SectionName): number =>
  (name === 'access' ? known?.access?.version : sectionOf(known, name)?.version) ?? 0;

/**
 * The names of a section's fields, as the hub says them in a fault.
 * @param prefix how the hub names the section
 */
export function fieldsOf(said: ParticularsSaid, prefix: string): string[] {
  const own = Object.keys(said).filter((key) => key !== 'section');
  const lists =
    'list' in said ? said.list.flatMap((row, i) => Object.keys(row).map((key) => `${prefix}.list[${i}].${key}`)) : [];
  return [...own.map((key) => `${prefix}.${key}`), ...lists];
}

/** The row one place further up; it is called before the others. */
export function movedUp<R>(rows: readonly R[], at: number): R[] {
  const row = rows[at];
  if (row === undefined || at === 0) return [...rows];
  return [...rows.slice(0, at - 1), row, ...rows.slice(at - 1).filter((_, i) => i !== 1)];
}

/** Numbers that can be called: the home, contacts, the interpreter; and the link that dials one. */
import type { CallParty, Particulars, Tile } from '../api/types';
import { saidOf } from './particulars';

export interface Callee {
  party: CallParty;
  name: string;
  number: string;
  /** The language that the person speaks, as a BCP 47 tag. */
  language: string;
  relation: string;
}

/** Whom somebody may want to call, in the order in which they are tried: the home, then contacts, then the interpreter. */
export function callees(tile: Pick<Tile, 'phone' | 'language'>, known: Particulars | null): Callee[] {
  const home: Callee[] = tile.phone
    ? [{ party: 'home', name: '', number: tile.phone, language: tile.language, relation: '' }]
    : [];
  const contacts = (saidOf(known, 'contacts')?.list ?? []).map(({ phone, ...one }): Callee => ({
    party: 'contact',
    ...one,
    number: phone,
  }));
  const language = saidOf(known, 'language');
  const line: Callee[] = language?.phone
    ? [{ party: 'interpreter', name: language.line, number: language.phone, language: language.language, relation: '' }]
    : [];
  return [...home, ...contacts, ...line];
}

/** What a dialling program takes: digits and a plus at the beginning; pauses and extensions as they are written. */
export const dialled = (number: string): string => number.replaceAll(/[^+\d*#,;]/g, '');

/**
 * The link that dials a number.
 * @param template of the hub's configuration, with `{number}`: `tel:{number}`, `sip:{number}@pbx.example`
 */
export const dialLink = (template: string, number: string): string =>
  template.replace('{number}', encodeURIComponent(dialled(number)).replaceAll('%2B', '+'));

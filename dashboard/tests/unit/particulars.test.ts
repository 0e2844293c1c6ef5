import { describe, expect, it } from 'vitest';
import type { Particulars } from '../../src/api/types';
import { emptySection, fieldsOf, movedUp, saidOf, SECTIONS, versionOf } from '../../src/model/particulars';

const by = { changed_by: { id: '1', display_name: 'Ana' }, changed_at: 5 };
const known: Particulars = {
  sections: [
    {
      version: 3,
      ...by,
      said: { section: 'allergies', none_known: false, list: [{ substance: 'Latex', reaction: '', severity: 'mild' }] },
    },
  ],
  access: { version: 2, ...by },
};

describe('particulars', () => {
  it('send back the version that was shown, of what is hidden too, and 0 where nothing is known', () => {
    expect(SECTIONS.map((name) => versionOf(known, name))).toEqual([3, 0, 0, 0, 2, 0]);
    expect(versionOf(null, 'access')).toBe(0);
  });
  it('begin with what the stay knows already', () => {
    const of = { language: 'ht', address: '2 Lane' };
    expect(emptySection('language', of)).toMatchObject({ language: 'ht', interpreter: false });
    expect(emptySection('home', of)).toMatchObject({ address: '2 Lane' });
    expect(SECTIONS.map((name) => emptySection(name, of).section)).toEqual(SECTIONS);
  });
  it('name their fields as the hub does', () => {
    const allergies = saidOf(known, 'allergies');
    expect(allergies && fieldsOf(allergies, 'particulars[1]')).toEqual([
      'particulars[1].none_known',
      'particulars[1].list',
      'particulars[1].list[0].substance',
      'particulars[1].list[0].reaction',
      'particulars[1].list[0].severity',
    ]);
  });
  it('keep the order of calls, and change it one place at a time', () => {
    expect(movedUp(['a', 'b', 'c'], 2)).toEqual(['a', 'c', 'b']);
    expect(movedUp(['a', 'b', 'c'], 1)).toEqual(['b', 'a', 'c']);
    expect(movedUp(['a', 'b'], 0)).toEqual(['a', 'b']);
    expect(movedUp(['a'], 7)).toEqual(['a']);
  });
});

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { StaffMember } from '../../src/api/types';
import { changeOf, differences, draftOf, listed, rightsOf, STAFF_ROLES, tagsOf } from '../../src/model/staff';

const one = (over: Partial<StaffMember> = {}): StaffMember => ({
  ...{ id: '1', version: 3, name: 'ana.lopez', display_name: 'Ana López', role: 'nurse', languages: ['es', 'en'] },
  ...{ phone: '+1 555 0100', must_change_password: false, disabled_at: null },
  ...over,
});

describe('the roles that can be given', () => {
  it('are all that the hub knows but the household', () => {
    const openapi = new URL('../../../docs/openapi.json', import.meta.url);
    const described = JSON.parse(readFileSync(openapi, 'utf8')) as { 'x-codes': { roles: string[] } };
    const known = described['x-codes'].roles;
    expect([...STAFF_ROLES].sort()).toEqual(known.filter((role) => role !== 'household').sort());
  });
  it('say what they may, and of whom', () => {
    expect(rightsOf('administrator').map(({ right }) => right)).toContain('keep_staff');
    expect(rightsOf('administrator').map(({ right }) => right)).not.toContain('see_patients');
    expect(rightsOf('paramedic')).toContainEqual({ right: 'see_patients', own: true });
    expect(rightsOf('auditor')).toEqual([
      { right: 'see_audit', own: false },
      { right: 'see_reports', own: false },
    ]);
  });
});

describe('a form about a person', () => {
  it('takes languages however they are set apart, each once', () => {
    expect(tagsOf(' es,en; pt-BR  es ')).toEqual(['es', 'en', 'pt-BR']);
    expect(tagsOf('')).toEqual([]);
  });
  it('sends back what it was filled with', () => {
    const { version, display_name, role, languages, phone } = one();
    expect(changeOf(draftOf(one()), version)).toEqual({ version, display_name, role, languages, phone });
  });
  it('shows where another version is not the own one, and nothing else', () => {
    const mine = { ...draftOf(one()), role: 'physician' as const, languages: 'es en' };
    const theirs = draftOf(one({ phone: '555 0199', version: 4 }));
    expect(differences(theirs, mine)).toEqual([
      { field: 'role', theirs: 'nurse', mine: 'physician' },
      { field: 'phone', theirs: '555 0199', mine: '+1 555 0100' },
    ]);
    expect(differences(theirs, theirs)).toEqual([]);
  });
});

describe('the list of staff', () => {
  const ben = one({ id: '2', name: 'ben', display_name: 'Ben', role: 'technician', phone: '' });
  const gone = one({ id: '3', name: 'abe', display_name: 'Abe', disabled_at: 7 });
  const words = ({ role }: StaffMember): string => role;
  const names = (query: string): string[] => listed([gone, ben, one()], query, words).map(({ name }) => name);
  it('has who may not sign in last, others by their names', () => {
    expect(names('')).toEqual(['ana.lopez', 'ben', 'abe']);
  });
  it('is searched by name, sign-in name, role and number', () => {
    expect([names('tech'), names('0100'), names('ana lóp'), names('nobody')]).toEqual([
      ['ben'],
      ['ana.lopez', 'abe'],
      ['ana.lopez'],
      [],
    ]);
  });
});

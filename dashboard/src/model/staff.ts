/** The staff page's own sums: what is looked for, what a form says, and what somebody else wrote meanwhile. */
import { RIGHTS } from '../api/rights';
import type { Role, StaffChange, StaffMember } from '../api/types';
import type { Right } from './rights';

/** The roles that a member of staff can have, as people look for them. A household is none. */
export const STAFF_ROLES = [
  'nurse',
  'charge_nurse',
  'physician',
  'call_agent',
  'dispatcher',
  'paramedic',
  'pharmacist',
  'technician',
  'auditor',
  'administrator',
] as const satisfies readonly Role[];

/** What can be changed of a person, as a form holds it: languages in one line. */
export interface Draft {
  display_name: string;
  role: Role | '';
  languages: string;
  phone: string;
}

export const draftOf = (one: StaffMember): Draft => ({
  display_name: one.display_name,
  role: one.role,
  languages: tagLine(one.languages),
  phone: one.phone,
});

/** Language tags in the form in which they are typed: `es, pt-BR`. */
export const tagLine = (tags: readonly string[]): string => tags.join(', ');

/** Reads language tags from a text such as "es, pt-BR"; a repeated one counts once. */
export const tagsOf = (line: string): string[] => [
  ...new Set(
    line
      .split(/[\s,;]+/)
      .map((tag) => tag.trim())
      .filter((tag) => tag !== ''),
  ),
];

export const changeOf = (draft: Draft, version: number): StaffChange => ({
  version,
  display_name: draft.display_name.trim(),
  role: draft.role as Role,
  languages: tagsOf(draft.languages),
  phone: draft.phone.trim(),
});

export interface Difference {
  field: keyof Draft;
  theirs: string;
  mine: string;
}

/** The fields in which somebody else has meanwhile written something other than what stands in the form. */
export function differences(theirs: Draft, mine: Draft): Difference[] {
  const fields = ['display_name', 'role', 'languages', 'phone'] as const;
  const plain = (draft: Draft, field: keyof Draft): string =>
    field === 'languages' ? tagLine(tagsOf(draft.languages)) : draft[field].trim();
  return fields
    .map((field) => ({ field, theirs: plain(theirs, field), mine: plain(mine, field) }))
    .filter(({ theirs, mine }) => theirs !== mine);
}

/** What the role may see and do, and of whom. */
export const rightsOf = (role: Role): { right: Right; own: boolean }[] =>
  (Object.keys(RIGHTS) as Right[]).flatMap((right) => {
    const reach: Partial<Record<Role, string>> = RIGHTS[right];
    return reach[role] === undefined ? [] : [{ right, own: reach[role] === 'assigned' }];
  });

/** People whose name, sign-in name or words (role, phone) hold every word that is looked for; who may sign in first. */
export function listed(
  staff: readonly StaffMember[],
  query: string,
  words: (one: StaffMember) => string,
): StaffMember[] {
  const wanted = query.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const text = (one: StaffMember): string =>
    `${one.display_name} ${one.name} ${one.phone} ${words(one)}`.toLocaleLowerCase();
  return staff
    .filter((one) => wanted.every((word) => text(one).includes(word)))
    .sort(
      (a, b) =>
        Number(a.disabled_at !== null) - Number(b.disabled_at !== null) || a.display_name.localeCompare(b.display_name),
    );
}

/** Which entries of the audit are asked for. */
export interface AuditWish {
  /** Only of this stay. */
  episode: string | null;
  /** Only of this member of staff. */
  person: string | null;
  /** Only looks, or sign-ins and refusals; all if empty. */
  kind: '' | 'looks' | 'doors';
  /** From this instant on, ms since 1970. */
  from: number | null;
  /** Before this instant, ms since 1970. */
  to: number | null;
}

/** The wish as the hub's query takes it: what is not limited is left out. */
export function auditQuery({ episode, person, kind, from, to }: AuditWish) {
  return {
    ...(episode && { episode_id: episode }),
    ...(person && { person }),
    ...(kind && { kind }),
    ...(from !== null && { from }),
    ...(to !== null && { to }),
  };
}

/** Where the same entries are as a file. */
export function auditFile(form: 'csv' | 'jsonl' | 'fhir', wish: AuditWish): string {
  const asked = Object.entries(auditQuery(wish)).map(([name, value]): [string, string] => [name, String(value)]);
  return `/api/v1/audit.${form}?${new URLSearchParams(asked).toString()}`;
}

/** What an entry says beside its act, as far as it is a text. */
export function auditDetail(detail: Record<string, unknown>): { what: string; operation: string; from: string } {
  const text = (name: string): string => (typeof detail[name] === 'string' ? detail[name] : '');
  return { what: text('what'), operation: text('operation'), from: text('from') };
}

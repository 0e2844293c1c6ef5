/** Sorts what the hub says about a form: to the field that it names, or above the form if that field is not shown. */
import { ApiError, type FieldError } from '../api/problem';

export interface Placed {
  of: (field: string) => FieldError | null;
  /** The error to show above the form; null when every complaint belongs to a field. */
  rest: unknown;
}

/** @param shown names of the fields on the form */
export function placeErrors(error: unknown, shown: readonly string[]): Placed {
  if (!(error instanceof ApiError)) return { of: () => null, rest: error };
  const beside = error.fields.filter((f) => shown.includes(f.field));
  const others = error.fields.filter((f) => !shown.includes(f.field));
  const rest = beside.length > 0 && others.length === 0 ? null : withFields(error, others);
  return { of: (field) => beside.find((f) => f.field === field) ?? null, rest };
}

const withFields = (e: ApiError, fields: FieldError[]): ApiError =>
  new ApiError(e.status, e.slug, e.said, e.correlationId, fields, e.body);

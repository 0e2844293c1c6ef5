/** An error the server described (RFC 9457), or the lack of any answer. */

/** What the hub has to say: a code that this screen has words for, with its parameters, and the same in English. */
export interface Coded {
  code: string;
  params: Readonly<Record<string, unknown>>;
  message: string;
}
export interface FieldError extends Coded {
  field: string;
}

export class ApiError extends Error {
  constructor(
    readonly status: number,
    /** The last part of `urn:hearth:problem:<slug>`; `unreachable` when no answer came. */
    readonly slug: string,
    /** Why. */
    readonly said: Coded,
    readonly correlationId: string | null,
    readonly fields: FieldError[] = [],
    readonly body: unknown = null,
  ) {
    super(`${slug}: ${said.message}`);
  }

  /** What this screen found out by itself. */
  static own(code: string, params: Coded['params'] = {}, fields: FieldError[] = []): ApiError {
    return new ApiError(0, code.replaceAll('_', '-'), { code, params, message: '' }, null, fields);
  }
}

type Bag = Record<string, unknown>;
const bag = (it: unknown): Bag => (typeof it === 'object' && it !== null && !Array.isArray(it) ? (it as Bag) : {});
const text = (it: unknown): string => (typeof it === 'string' ? it : '');

function fieldFrom(it: unknown): FieldError {
  const { field, code, params, message } = bag(it);
  return { field: text(field), code: text(code), params: bag(params), message: text(message) };
}

/** Reads a problem document; anything else than one still gives an error that can be shown. */
export function problemFrom(status: number, body: unknown): ApiError {
  const { type, title, detail, code, params, correlation_id, errors } = bag(body);
  const slug = text(type).replace(/^urn:hearth:problem:/, '') || `http-${status}`;
  const said = { code: text(code), params: bag(params), message: text(detail) || text(title) };
  const fields = Array.isArray(errors) ? errors.map(fieldFrom) : [];
  return new ApiError(status, slug, said, text(correlation_id) || null, fields, body);
}

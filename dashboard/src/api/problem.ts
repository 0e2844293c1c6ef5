/** An error the server described (RFC 9457), or the lack of any answer. */
export interface FieldError {
  field: string;
  message: string;
}

export class ApiError extends Error {
  constructor(
    readonly status: number,
    /** The last part of `urn:hearth:problem:<slug>`; `unreachable` when no answer came. */
    readonly slug: string,
    readonly detail: string,
    readonly correlationId: string | null,
    readonly fields: FieldError[] = [],
    readonly body: unknown = null,
  ) {
    super(`${slug}: ${detail}`);
  }
}

/** Reads a problem document; anything else than one still gives an error that can be shown. */
export function problemFrom(status: number, body: unknown): ApiError {
  const o = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
  const text = (key: string): string => (typeof o[key] === 'string' ? o[key] : '');
  const slug = text('type').replace(/^urn:hearth:problem:/, '') || `http-${status}`;
  const fields = Array.isArray(o['errors']) ? (o['errors'] as FieldError[]) : [];
  return new ApiError(status, slug, text('detail') || text('title'), text('correlation_id') || null, fields, body);
}

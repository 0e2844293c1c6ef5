// Problems as the hub sends them. A code that is not in the hub's own description is a mistake of the fake hub.
import { readFileSync } from 'node:fs';

const description = new URL('../../../docs/openapi.json', import.meta.url);
const listed = JSON.parse(readFileSync(description, 'utf8'))['x-params'];

/** The code and its parameters, all of them. */
function coded(kind, code, params) {
  const known = listed[kind][code];
  if (!known || Object.keys(known).sort().join() !== Object.keys(params).sort().join())
    throw new Error(`the hub has no ${code} of ${kind} with ${Object.keys(params)}`);
  return { code, params };
}

export const problem = (status, slug, code, params = {}, extra = {}) => ({
  status,
  body: {
    type: `urn:hearth:problem:${slug}`,
    title: slug,
    status,
    ...coded('causes', code, params),
    detail: `In English: ${code}.`,
    correlation_id: 'c0ffee-42',
    ...extra,
  },
});

/** @param fields each [field, code, params] */
export const invalid = (...fields) =>
  problem(
    422,
    'invalid',
    'invalid',
    { fields: { of: 'fields', codes: fields.map(([field]) => field) } },
    {
      errors: fields.map(([field, code, params = {}]) => ({
        field,
        ...coded('field_faults', code, params),
        message: `in English: ${code}`,
      })),
    },
  );

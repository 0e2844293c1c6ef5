// The hub's description of its API as TypeScript types, made from the checked-in docs/openapi.json.
import { readFile } from 'node:fs/promises';
import openapiTS, { astToString } from 'openapi-typescript';

const DESCRIPTION = new URL('../../docs/openapi.json', import.meta.url);
const HEAD = '// Made from docs/openapi.json by `npm run api`: not to be edited by hand. A test keeps it true.\n';

/** The file in which the types are checked in. */
export const SCHEMA = new URL('../src/api/schema.d.ts', import.meta.url);

/** What that file must contain. */
export async function schemaText() {
  const description = JSON.parse(await readFile(DESCRIPTION, 'utf8'));
  return HEAD + astToString(await openapiTS(description));
}

/** The types of the API are checked in, so that they can be read; this keeps them those of the hub's description. */
import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { SCHEMA, schemaText } from '../../tools/schema.mjs';

it('the checked-in types are those of docs/openapi.json: if not, run `npm run api`', async () => {
  expect(await readFile(SCHEMA, 'utf8')).toBe(await schemaText());
});

/** What is made from the hub's description is checked in, so that it can be read; this keeps it true. */
import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { RIGHTS, rightsText } from '../../tools/rights.mjs';
import { SCHEMA, schemaText } from '../../tools/schema.mjs';

it('the checked-in types are those of docs/openapi.json: if not, run `npm run api`', async () => {
  expect(await readFile(SCHEMA, 'utf8')).toBe(await schemaText());
});
it('the checked-in rights are those of docs/openapi.json: if not, run `npm run api`', async () => {
  expect(await readFile(RIGHTS, 'utf8')).toBe(await rightsText());
});

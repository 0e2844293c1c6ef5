// npm run api: writes src/api/schema.d.ts, to be checked in together with the docs/openapi.json it was made from.
import { writeFile } from 'node:fs/promises';
import { SCHEMA, schemaText } from './schema.mjs';

await writeFile(SCHEMA, await schemaText());

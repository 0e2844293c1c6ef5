// npm run api: writes src/api/schema.d.ts and rights.ts, to be checked in together with the docs/openapi.json they are made from.
import { writeFile } from 'node:fs/promises';
import { RIGHTS, rightsText } from './rights.mjs';
import { SCHEMA, schemaText } from './schema.mjs';

await writeFile(SCHEMA, await schemaText());
await writeFile(RIGHTS, await rightsText());

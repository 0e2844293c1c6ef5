// Who has which right, as the hub's description says it (`x-rights`), for the screens: made from the checked-in docs/openapi.json.
import { readFile } from 'node:fs/promises';

const DESCRIPTION = new URL('../../docs/openapi.json', import.meta.url);
const HEAD = '// Made from docs/openapi.json by `npm run api`: not to be edited by hand. A test keeps it true.\n';

/** The file in which the table is checked in. */
export const RIGHTS = new URL('../src/api/rights.ts', import.meta.url);

/** What that file must contain. */
export async function rightsText() {
  const table = JSON.parse(await readFile(DESCRIPTION, 'utf8'))['x-rights'];
  return `${HEAD}export const RIGHTS = ${JSON.stringify(table, null, 2)} as const;\n`;
}

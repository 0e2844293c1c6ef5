/** Each code that the hub may send has words in both languages: `docs/openapi.json` lists them from the hub's own code. */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it, vi } from 'vitest';

interface Schema {
  $ref?: string;
  allOf?: Schema[];
  oneOf?: Schema[];
  items?: Schema;
  properties?: Record<string, Schema>;
}
interface Description {
  'x-codes': Record<string, string[]>;
  paths: Record<string, Record<string, { requestBody?: { content: Record<string, { schema: Schema }> } }>>;
  components: { schemas: Record<string, Schema> };
}
const openapi = JSON.parse(readFileSync(new URL('../../../docs/openapi.json', import.meta.url), 'utf8')) as Description;

/** Every field of every form that is sent, however deep. */
function fieldsOf(schema: Schema, into = new Set<string>()): Set<string> {
  const named = schema.$ref?.split('/').at(-1);
  if (named) return fieldsOf(openapi.components.schemas[named] ?? {}, into);
  for (const part of [...(schema.allOf ?? []), ...(schema.oneOf ?? [])]) fieldsOf(part, into);
  if (schema.items) fieldsOf(schema.items, into);
  for (const [name, property] of Object.entries(schema.properties ?? {})) fieldsOf(property, into.add(name));
  return into;
}
const fields = new Set<string>();
for (const methods of Object.values(openapi.paths))
  for (const { requestBody } of Object.values(methods))
    for (const { schema } of Object.values(requestBody?.content ?? {})) fieldsOf(schema, fields);

/** What is never shown as a word: it is drawn, or it decides what is drawn. */
const DRAWN = ['alert_kinds', 'conditions', 'responses'];

describe.each(['en', 'es'] as const)('in %s', (locale) => {
  let codes: typeof import('../../src/i18n/codes');
  let words: typeof import('../../src/i18n/words');
  beforeAll(async () => {
    vi.stubGlobal('navigator', { language: locale });
    await import('../../src/i18n');
    codes = await import('../../src/i18n/codes');
    words = await import('../../src/i18n/words');
    const { settings } = await import('../../src/app/settings.svelte');
    settings.locale = locale;
  }, 60_000);

  it.each(Object.keys(openapi['x-codes']).filter((kind) => !DRAWN.includes(kind) && kind !== 'rules'))(
    'each of the %s has words',
    (kind) => {
      const table = (codes.CODES as Record<string, Record<string, unknown>>)[kind] ?? {};
      const list = openapi['x-codes'][kind] ?? [];
      expect(list.length).toBeGreaterThan(1);
      expect(list.filter((code) => !Object.hasOwn(table, code))).toEqual([]);
    },
  );
  it('each rule has words, those about a vital too', () => {
    const rules = openapi['x-codes']['rules'] ?? [];
    expect(rules.length).toBeGreaterThan(30);
    expect(rules.filter((rule) => words.ruleWords(rule) === rule || words.ruleWords(rule).includes('_'))).toEqual([]);
  });
  it('each field of each form has a name', () => {
    expect([...fields].filter((field) => !Object.hasOwn(codes.CODES.fields, field))).toEqual([]);
    expect(words.fieldName('limits[2].critical_low')).not.toContain('limits');
  });
  it('a code of a newer hub, or of JavaScript, is shown as it is', () => {
    for (const code of ['brand_new', 'constructor', 'toString']) expect(codes.say('flags', code)).toBe(code);
    expect(codes.refusal('constructor', 'why')).toContain('why');
    expect(words.troubleWord({ code: 'brand_new', message: 'the cable is loose' })).toBe('the cable is loose');
  });
  it('what a reviewer wrote stays as it was written', () =>
    expect(words.reasonWord('Clip moved.')).toBe('Clip moved.'));
});

it('in Spanish the words are others', async () => {
  const { say } = await import('../../src/i18n/codes');
  const { settings } = await import('../../src/app/settings.svelte');
  const told = (locale: 'en' | 'es'): string[] => {
    settings.locale = locale;
    const { reasons = [], rule_actors = [], gateway_problems = [], changes = [] } = openapi['x-codes'];
    return [
      ...reasons.map((c) => say('reasons', c)),
      ...rule_actors.map((c) => say('rule_actors', c)),
      ...gateway_problems.map((c) => say('gateway_problems', c)),
      ...changes.map((c) => say('changes', c)),
    ];
  };
  const [en, es] = [told('en'), told('es')];
  expect(en.filter((word, i) => word === es[i])).toEqual([]);
});

/** Each code that the hub may send has words in both languages: `docs/openapi.json` lists them from the hub's own code. */
import { LANGUAGES, LOCALES, type Locale } from '../../src/app/languages';
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
  /** By list and code: what each parameter is, by its name. */
  'x-params': Record<string, Record<string, Record<string, string>>>;
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
const DRAWN = ['alert_kinds', 'conditions', 'responses', 'problems'];
/** What is said in sentences. */
const SAID = Object.keys(openapi['x-params']);

/** What the screen finds out by itself. */
const OWN = ['unreachable', 'unanswered', 'pressed_late'];

/** Sentences with their parameters in place, in each language. */
const WRITTEN = {
  en: {
    wait: '90 seconds',
    band: '25 to 45.5 °C',
    stray: 'under the name of oxi-1, cuff-2',
    cut: /larger.* 10 minutes/,
    full: /disk under \/data is full.*: 7\./,
  },
  es: {
    wait: '90 segundos',
    band: '25 a 45,5 °C',
    stray: 'con el nombre de oxi-1, cuff-2',
    cut: /más grandes.* 10 minutos/,
    full: /disco de \/data está lleno.*: 7\./,
  },
  ar: {
    wait: '90 ثانية',
    band: '25 إلى 45.5 °C',
    stray: 'باسم oxi-1، cuff-2',
    cut: /أكبر.*10 دقائق/,
    full: /القرص تحت \/data ممتلئ.*: 7\./,
  },
} as const;
/** Without the marks that keep what is filled in in its own direction. */
const bare = (text: string): string => text.replaceAll(/[\u2066-\u2069]/g, '');

describe.each(LOCALES)('in %s', (locale) => {
  const written = WRITTEN[locale];
  const { comma } = LANGUAGES[locale];
  let codes: typeof import('../../src/i18n/codes');
  let words: typeof import('../../src/i18n/words');
  let slots: typeof import('../../src/i18n/slots');
  let told: typeof import('../../src/i18n/told');
  let sentences: (typeof import('../../src/i18n/sentences'))['SENTENCES'];
  beforeAll(async () => {
    vi.stubGlobal('navigator', { language: locale });
    await import('../../src/i18n');
    codes = await import('../../src/i18n/codes');
    words = await import('../../src/i18n/words');
    slots = await import('../../src/i18n/slots');
    told = await import('../../src/i18n/told');
    ({ SENTENCES: sentences } = await import('../../src/i18n/sentences'));
    const { settings } = await import('../../src/app/settings.svelte');
    settings.locale = locale;
  }, 60_000);

  it.each(
    Object.keys(openapi['x-codes']).filter((kind) => !DRAWN.includes(kind) && !SAID.includes(kind) && kind !== 'rules'),
  )('each of the %s has words', (kind) => {
    const table = (codes as unknown as Record<string, Record<string, unknown>>)[kind] ?? {};
    const list = openapi['x-codes'][kind] ?? [];
    expect(list.length).toBeGreaterThan(1);
    expect(list.filter((code) => !Object.hasOwn(table, code))).toEqual([]);
  });
  it('each rule has words, those about a vital too', () => {
    const rules = openapi['x-codes']['rules'] ?? [];
    expect(rules.length).toBeGreaterThan(30);
    expect(rules.filter((rule) => words.ruleWords(rule) === rule || words.ruleWords(rule).includes('_'))).toEqual([]);
    // Also those of the hub itself that end like one of a vital: `screen_silent`, `unit_silent`.
    const named = rules.filter((rule) => Object.hasOwn(codes.rules, rule));
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter((rule) => words.ruleWords(rule) !== codes.say(codes.rules, rule))).toEqual([]);
  });
  it('each field of each form has a name', () => {
    expect([...fields].filter((field) => !Object.hasOwn(codes.fields, field))).toEqual([]);
    expect(slots.fieldName('limits[2].critical_low')).not.toContain('limits');
  });
  it.each(SAID)('each of the %s is said, with every parameter in its place', (kind) => {
    const listed = openapi['x-params'][kind] ?? {};
    expect(Object.keys(listed).sort()).toEqual([...(openapi['x-codes'][kind] ?? [])].sort());
    const table = sentences[kind as keyof typeof sentences];
    expect(Object.keys(table).filter((code) => !(code in listed) && !OWN.includes(code))).toEqual([]);
    for (const [code, params] of Object.entries(listed)) {
      const { text, lang } = told.tell(kind as keyof typeof sentences, { code, params: {}, message: 'in English' });
      expect([text, lang], code).not.toEqual(['in English', 'en']);
      for (const [name, is] of Object.entries(params)) {
        expect(slots.PARAMS[name as keyof typeof slots.PARAMS], `${code}.${name}`).toBe(is);
        if (is !== 'english')
          expect(table[code]?.({ ...slots.slotsOf({}), [name]: '§' }), `${code}.${name}`).toContain('§');
      }
    }
  });
  it('parameters are written as the reader writes them', () => {
    const wait = told.tell('causes', { code: 'too_many_attempts', params: { wait: 90 }, message: '' });
    expect(bare(wait.text)).toContain(written.wait);
    const limit = { vital: 'temperature', low: 25, high: 45.5, unit: 'Cel' };
    const band = told.tellFault({ field: 'low', code: 'limit_implausible', params: limit, message: '' });
    expect(bare(band.text)).toContain(written.band);
    expect(band.text).toContain(words.vitalName('temperature'));
    const choices = { of: 'methods', codes: ['oral', 'rectal', 'brand_new'] };
    const method = told.tellFault({ field: 'method', code: 'one_of', params: { choices }, message: '' });
    expect(method.text).toContain([words.methodWord('oral'), words.methodWord('rectal'), 'brand_new'].join(comma));
    const fields = { of: 'fields', codes: ['label', 'limits[0].low'] };
    const invalid = told.tell('causes', { code: 'invalid', params: { fields }, message: '' });
    expect(invalid.text).toContain([slots.fieldName('label'), slots.fieldName('low')].join(comma));
    const since = Date.UTC(2026, 10, 23, 14, 5);
    const taken = told.tell('causes', {
      code: 'already_acknowledged',
      params: { person: 'Ana', since },
      message: '',
    });
    expect(bare(taken.text)).toMatch(/Ana .*\d\d:\d5/);
  });
  it('what a newer hub says without words here is shown in its English, and marked as such', async () => {
    const { problemFrom } = await import('../../src/api/problem');
    const errors = [{ field: 'label', code: 'constructor', params: {}, message: 'write it backwards' }];
    const body = { code: 'brand_new', params: {}, detail: 'The moon is full.', errors };
    const said = told.tellError(problemFrom(409, body));
    expect(said.slice(1).map(({ text, lang }) => ({ text: bare(text), lang }))).toEqual([
      { text: 'The moon is full.', lang: 'en' },
      { text: `${slots.fieldName('label')}: write it backwards`, lang: 'en' },
    ]);
    expect(said[0]?.lang).toBeUndefined();
    const broken = told.tellError(problemFrom(502, '<html>'));
    expect(broken.map((one) => one.lang)).toEqual([undefined]);
    expect(broken[0]?.text).toContain('502');
  });
  it('a parameter that is missing or wrong leaves a gap, never a broken page', () => {
    for (const params of [{}, { wait: null }, { wait: {} }, { wait: [] }]) {
      const { text } = told.tell('causes', { code: 'too_many_attempts', params, message: '' });
      expect(text).toContain('–');
    }
    const { text } = told.tellFault({ field: 'x', code: 'one_of', params: { choices: 7 }, message: '' });
    expect(text).toContain('–');
  });
  it('what a gateway or the hub found wrong with it is said in full; of a gateway of before, in its English', () => {
    const params = { gateway: 'home-3', devices: { of: 'devices', codes: ['oxi-1', 'cuff-2'] } };
    const stray = told.tellTrouble({ code: 'stray_device', params, message: 'in English' });
    expect(bare(stray.text)).toContain(written.stray);
    expect(stray.lang).toBeUndefined();
    const cut = { code: 'cut_off', params: { complaint: 'too_large', wait: 600 }, message: 'in English' };
    expect(bare(told.tellTrouble(cut).text)).toMatch(written.cut);
    const full = { code: 'disk_full', params: { folder: '/data', records: 7 }, message: 'in English' };
    expect(bare(told.tellTrouble(full).text)).toMatch(written.full);
    const port = { code: 'port_missing', params: {}, message: 'plug the device in' };
    expect(told.tellTrouble(port)).toEqual({ text: 'plug the device in', lang: 'en' });
  });
  it('a code of a newer hub, or of JavaScript, is shown as it is', () => {
    for (const code of ['brand_new', 'constructor', 'toString']) expect(codes.say(codes.flags, code)).toBe(code);
    expect(words.troubleWord({ code: 'brand_new', message: 'the cable is loose' })).toBe('the cable is loose');
  });
  it('what a reviewer wrote stays as it was written', () =>
    expect(words.reasonWord('Clip moved.')).toBe('Clip moved.'));
});

it.each(['es', 'ar'] as const)('in %s the words are others', async (locale) => {
  const codes = await import('../../src/i18n/codes');
  const { say } = codes;
  const { tell } = await import('../../src/i18n/told');
  const { settings } = await import('../../src/app/settings.svelte');
  const told = (locale: Locale): string[] => {
    settings.locale = locale;
    const { reasons = [], rule_actors = [], gateway_problems = [], complaints = [], changes = [] } = openapi['x-codes'];
    const sentences = (['causes', 'field_faults', 'troubles'] as const).flatMap((kind) =>
      Object.keys(openapi['x-params'][kind] ?? {}).map((code) => tell(kind, { code, params: {}, message: '' }).text),
    );
    return [
      ...sentences,
      ...reasons.map((c) => say(codes.reasons, c)),
      ...rule_actors.map((c) => say(codes.rule_actors, c)),
      ...gateway_problems.map((c) => say(codes.gateway_problems, c)),
      ...complaints.map((c) => say(codes.complaints, c)),
      ...changes.map((c) => say(codes.changes, c)),
    ];
  };
  const [en, others] = [told('en'), told(locale)];
  expect(en.length).toBeGreaterThan(100);
  expect(en.filter((word, i) => word === others[i])).toEqual([]);
});

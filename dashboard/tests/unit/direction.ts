/**
 * Finds what would stand on the wrong side in a language that is written from right to left: physical sides in styles
 * (`margin-left`) where logical ones (`margin-inline-start`) turn with the language.
 *
 * Top and bottom are asked for in the same words, so that nobody has to think which pair of sides is meant. What is
 * meant to stay (a time axis) lies in a part with `dir="ltr"`; a declaration that has no logical form says why in a
 * comment in front of it: `ltr: the time axis runs left to right in every language`.
 */
import { parse, parseCss, type AST } from 'svelte/compiler';

/** The part of the syntax tree that is read; every node has its place in the source. */
interface Node {
  type: string;
  start: number;
  end: number;
  [key: string]: unknown;
}

const SIDE = /(^|-)(left|right|top|bottom)(-|$)/;
const SIDED_VALUE =
  /^(text-align|text-align-last|float|clear|justify-(content|items|self)|(background|mask|object)-position|transform-origin)$/;
const FOUR_SIDES = /^(margin|padding|inset|scroll-(margin|padding)|border-(width|style|color))$/;
const SIDEWAYS_GRADIENT = /gradient\(\s*(to [a-z ]*(left|right)|-?(90|270)deg)/;
const SCRIPTED =
  /\.style(\.|\[['"])(left|right|top|bottom|\w+(Left|Right|Top|Bottom)\w*|[\w-]+-(left|right|top|bottom)\b)/;
const REASON = /\/\* ltr: [^*]+\*\/\s*$/;

/** The values of a shorthand, brackets kept together. */
const parts = (value: string): string[] => value.replace('!important', '').match(/([^\s(]|\([^)]*\))+/g) ?? [];

/** True when right and left are given and differ. */
function lopsided(property: string, value: string): boolean {
  const [a, b, c, d] = parts(value);
  if (property === 'border-radius') return c === undefined ? b !== undefined && a !== b : a !== b || c !== (d ?? b);
  return FOUR_SIDES.test(property) && d !== undefined && b !== d;
}

/** What is physical in one declaration, in words, or null. */
export function physical(property: string, value: string): string | null {
  if (property.startsWith('--')) return null;
  if (SIDE.test(property)) return `${property} names a side`;
  if (SIDED_VALUE.test(property) && /\b(left|right)\b/.test(value)) return `${property}: ${value} names a side`;
  if (lopsided(property, value)) return `${property}: ${value} differs at left and right`;
  if (SIDEWAYS_GRADIENT.test(value)) return `${property} runs to one side`;
  const moved = property === 'translate' ? parts(value)[0] : /translate(?:X|3d)?\(\s*([^,)]+)/.exec(value)?.[1];
  if (moved !== undefined && moved !== 'none' && !/^0\w*$/.test(moved)) return `${property} moves to one side`;
  return null;
}

function* nodes(value: unknown): Generator<Node> {
  if (Array.isArray(value)) for (const child of value) yield* nodes(child);
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return;
  if ('type' in value && typeof value.type === 'string') yield value as Node;
  for (const child of Object.values(value)) yield* nodes(child);
}

/** Declarations of a style sheet, and styles that a template sets; each with its place. */
function* declarations(
  tree: AST.Root | AST.CSS.StyleSheetFile,
): Generator<{ at: number; property: string; value: string }> {
  for (const node of nodes(tree)) {
    const text = (key: string): string => (typeof node[key] === 'string' ? node[key] : '');
    if (node.type === 'Declaration') yield { at: node.start, property: text('property'), value: text('value') };
    if (node.type === 'StyleDirective') yield { at: node.start, property: text('name'), value: '' };
    if (node.type !== 'Attribute' || node['name'] !== 'style') continue;
    for (const part of nodes(node['value']))
      if (part.type === 'Text')
        for (const one of String(part['data']).split(';')) {
          const [property = '', value = ''] = one.split(':').map((s) => s.trim());
          yield { at: part.start, property, value };
        }
  }
}

/** Each physical side of one source file, as `FILE:LINE: what`. */
export function physicalSides(file: string, source: string): string[] {
  const found: { at: number; what: string }[] = [];
  if (file.endsWith('.svelte') || file.endsWith('.css')) {
    const tree = file.endsWith('.css') ? parseCss(source) : parse(source, { modern: true });
    for (const { at, property, value } of declarations(tree)) {
      const what = physical(property, value);
      if (what !== null && !REASON.test(source.slice(0, at))) found.push({ at, what });
    }
  }
  for (const hit of source.matchAll(new RegExp(SCRIPTED, 'g')))
    found.push({ at: hit.index, what: `${hit[0]} names a side` });
  found.sort((a, b) => a.at - b.at);
  return found.map(({ at, what }) => `${file}:${source.slice(0, at).split('\n').length}: ${what}`);
}

/** What of a template is read as it is written from left to right: `3 h 20 m` would be shown as `h 20 m 3`. */
const READINGS = /^format(Age|Span)$/;
const TIMES = /^clock(Minute|Time)$/;

/** The name of what is called: `reading`, `m.vital_ago`, `join`. */
function called(node: Node): string {
  const callee = node['callee'] as {
    type: string;
    name?: string;
    object?: { name?: string };
    property?: { name?: string };
  };
  if (callee.type === 'Identifier') return callee.name ?? '';
  return `${callee.object?.name === 'm' ? 'm.' : ''}${callee.property?.name ?? ''}`;
}

const isLtr = (node: Node): boolean =>
  [...nodes(node['attributes'] ?? [])].some(
    (of) =>
      of.type === 'Attribute' && of['name'] === 'dir' && [...nodes(of['value'])].some((text) => text['data'] === 'ltr'),
  );

/** Each call of a template, unless it lies in what keeps the direction of a reading: `reading()`, a message, `dir="ltr"`. */
function* bareCalls(value: unknown): Generator<Node> {
  if (Array.isArray(value)) for (const child of value) yield* bareCalls(child);
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return;
  const node = value as Node;
  if (node.type === 'CallExpression') {
    if (/^(reading|m\..*)$/.test(called(node))) return;
    yield node;
  }
  if (node.type === 'RegularElement' && isLtr(node)) return;
  for (const [key, child] of Object.entries(node)) if (key !== 'attributes') yield* bareCalls(child);
}

/** Each reading, range of times and list that an Arabic page would turn round, as `FILE:LINE: what`. */
export function bareReadings(file: string, source: string): string[] {
  const found: { at: number; what: string }[] = [];
  if (file.endsWith('.svelte'))
    for (const call of bareCalls(parse(source, { modern: true }).fragment))
      if (READINGS.test(called(call))) found.push({ at: call.start, what: `${called(call)} without reading()` });
  if (!file.startsWith('model/'))
    for (const hit of source.matchAll(/\.join\('[,;] '\)/g))
      found.push({ at: hit.index, what: 'a list with a Latin comma' });
  for (const hit of source.matchAll(/(\w+\(`)?\$\{(\w+)\([^)]*\)\}–\$\{/g))
    if (TIMES.test(hit[2] ?? '') && hit[1] !== 'reading(`')
      found.push({ at: hit.index, what: 'a range without reading()' });
  found.sort((a, b) => a.at - b.at);
  return found.map(({ at, what }) => `${file}:${source.slice(0, at).split('\n').length}: ${what}`);
}

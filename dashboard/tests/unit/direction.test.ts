import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bareReadings, physical, physicalSides } from './direction';

const SRC = join(import.meta.dirname, '../../src');

function sources(): string[] {
  const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' });
  return files.filter((file) => /\.(svelte|css|ts)$/.test(file) && !file.includes('paraglide'));
}

describe('a language that is written from right to left', () => {
  it('turns every part of the page round: styles name no physical side', () => {
    const files = sources();
    expect(files.filter((file) => /\.(svelte|css)$/.test(file)).length).toBeGreaterThan(80);
    expect(files.flatMap((file) => physicalSides(file, readFileSync(join(SRC, file), 'utf8')))).toEqual([]);
  });
});

describe('a reading on a page that is written from right to left', () => {
  it('keeps its direction, and lists have the comma of the language', () => {
    expect(sources().flatMap((file) => bareReadings(file, readFileSync(join(SRC, file), 'utf8')))).toEqual([]);
  });
  it('is found where nothing keeps it, with file and line', () => {
    const source = [
      "<script>const time = `${clockMinute(a)}–${clockMinute(b)}`; const names = all.join(', ');</script>",
      '<td>{formatSpan(ms)}</td>',
      '{#each all as one}<b>{one.name} {formatAge(one.age)}</b>{/each}',
    ].join('\n');
    expect(bareReadings('home/Part.svelte', source)).toEqual([
      'home/Part.svelte:1: a range without reading()',
      'home/Part.svelte:1: a list with a Latin comma',
      'home/Part.svelte:2: formatSpan without reading()',
      'home/Part.svelte:3: formatAge without reading()',
    ]);
  });
  it('is kept by reading(), by a message and by dir="ltr"', () => {
    const source = [
      '<script>const time = reading(`${clockMinute(a)}–${clockMinute(b)}`);</script>',
      '<td>{reading(formatSpan(ms))} {m.vital_ago({ age: formatAge(ms) })}</td><bdi dir="ltr">{formatAge(ms)}</bdi>',
    ].join('\n');
    expect(bareReadings('home/Part.svelte', source)).toEqual([]);
  });
});

describe('a physical side', () => {
  it.each([
    ['left', '0'],
    ['margin-left', 'auto'],
    ['padding-right', '4px'],
    ['border-left-color', 'red'],
    ['border-top-left-radius', '4px'],
    ['scroll-margin-top', '4px'],
    ['text-align', 'left'],
    ['float', 'right'],
    ['justify-content', 'right'],
    ['background-position', 'left 4px top'],
    ['padding', '6px 12px 6px 0'],
    ['margin', '0 0 0 calc(1px + 2px)'],
    ['border-radius', '4px 0 0 4px'],
    ['mask-image', 'linear-gradient(to left, transparent, #000 28px)'],
    ['background', 'linear-gradient(90deg, red, blue)'],
    ['translate', '-50% 0'],
    ['transform', 'translateX(4px)'],
  ])('is found: %s: %s', (property, value) => expect(physical(property, value)).not.toBeNull());

  it.each([
    ['inset-inline-start', '0'],
    ['margin', '0 12px 8px'],
    ['padding', '1px 2px 3px 2px'],
    ['margin', '-1px calc(1px * (2 + 1)) 0 calc(1px * (2 + 1))'],
    ['border-radius', '4px'],
    ['text-align', 'start'],
    ['vertical-align', 'top'],
    ['background', 'repeating-linear-gradient(-45deg, red 0 26px, blue 26px 52px)'],
    ['translate', '0 4px'],
    ['--to-start', 'left'],
  ])('is not: %s: %s', (property, value) => expect(physical(property, value)).toBeNull());

  it('is told with file and line, in a style, a directive, an attribute and a script', () => {
    const source = [
      '<script>place.style.left = at;</script>',
      '<i style:left="3px" style="color: red; margin-left: {x}px"></i>',
      '<style>',
      '  @media (width < 900px) { .a { & b { float: left; } } }',
      '</style>',
    ].join('\n');
    expect(physicalSides('Part.svelte', source)).toEqual([
      'Part.svelte:1: .style.left names a side',
      'Part.svelte:2: left names a side',
      'Part.svelte:2: margin-left names a side',
      'Part.svelte:4: float: left names a side',
    ]);
    expect(physicalSides('app.css', '.a {\n  left: 0;\n}')).toEqual(['app.css:2: left names a side']);
  });

  it('may stay where a comment in front of it says why', () => {
    const axis = '.a {\n  /* ltr: time runs left to right in every language. */\n  translate: -50% 0;\n  left: 0;\n}';
    expect(physicalSides('app.css', axis)).toEqual(['app.css:4: left names a side']);
  });
});

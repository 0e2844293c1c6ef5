import { describe, expect, it } from 'vitest';
import { CHORD_MS, neighbour, readKey, type KeyPress } from '../../src/model/keys';

const press = (key: string, facts: Partial<KeyPress> = {}): KeyPress => ({
  key,
  modified: false,
  typing: false,
  dialog: false,
  onTile: false,
  rtl: false,
  ...facts,
});
const read = (key: string, facts: Partial<KeyPress> = {}, shortcuts = true) =>
  readKey(press(key, facts), shortcuts, null, 0);

describe('a key press', () => {
  it('acknowledges, searches and helps, whatever the case', () => {
    expect(read('a')).toBe('acknowledge');
    expect(read('A')).toBe('acknowledge');
    expect(read('/')).toBe('search');
    expect(read('?')).toBe('help');
    expect(read('o')).toBe('observe');
    expect(read('d')).toBe('dispatch');
  });
  it('takes a card of the strip by its place', () => {
    expect(['1', '2', '3', '4'].map((key) => read(key))).toEqual(['card 1', 'card 2', 'card 3', null]);
    expect(read('2', { typing: true })).toBeNull();
  });
  it('means nothing while someone types, or with a modifier', () => {
    expect(read('a', { typing: true })).toBeNull();
    expect(read('a', { modified: true })).toBeNull();
  });
  it('Esc leaves a field; in a dialog the dialog has it', () => {
    expect(read('Escape', { typing: true })).toBe('back');
    expect(read('Escape', { dialog: true })).toBeNull();
  });
  it('in a dialog still takes an alert, and does nothing else', () => {
    expect(read('a', { dialog: true })).toBe('acknowledge');
    expect(read('2', { dialog: true })).toBe('card 2');
    expect(read('a', { dialog: true, typing: true })).toBeNull();
    expect(['/', '?', 'g'].map((key) => read(key, { dialog: true }))).toEqual([null, null, null]);
  });
  it('single letters can be switched off, arrows and Enter stay', () => {
    expect(read('a', {}, false)).toBeNull();
    expect(read('ArrowLeft', { onTile: true }, false)).toBe('previous');
    expect(read('Enter', { onTile: true }, false)).toBe('open');
  });
  it('arrows scroll where no tile has the focus', () => expect(read('ArrowDown')).toBeNull());
  it('the arrow to the left goes on where the language runs right to left', () => {
    const arrows = (rtl: boolean) =>
      ['ArrowLeft', 'ArrowRight', 'ArrowUp'].map((key) => read(key, { onTile: true, rtl }));
    expect(arrows(false)).toEqual(['previous', 'next', 'up']);
    expect(arrows(true)).toEqual(['next', 'previous', 'up']);
  });
  it('no media key is ever mapped', () => {
    for (const key of ['AudioVolumeMute', 'MediaPlayPause', 'AudioVolumeDown']) expect(read(key)).toBeNull();
  });
});

describe('a chord', () => {
  it('G W goes to the wall, in time', () => {
    expect(read('g')).toBe('chord');
    expect(readKey(press('w'), true, 0, CHORD_MS)).toBe('wall');
    expect(readKey(press('w'), true, 0, CHORD_MS + 1)).toBeNull();
    expect(readKey(press('q'), true, 0, 1)).toBe('alerts');
    expect(readKey(press('s'), true, 0, 1)).toBe('setup');
  });
  it('an unknown second key falls back to its own meaning', () => {
    expect(readKey(press('a'), true, 0, 1)).toBe('acknowledge');
  });
});

describe('moving between tiles', () => {
  const spots = [
    { id: 'a', x: 0, y: 0 },
    { id: 'b', x: 100, y: 0 },
    { id: 'c', x: 5, y: 50 },
    { id: 'd', x: 105, y: 50 },
    { id: 'e', x: 0, y: 100 },
  ];
  it.each([
    ['a', 'next', 'b'],
    ['b', 'down', 'd'],
    ['d', 'up', 'b'],
    ['c', 'previous', 'b'],
    ['e', 'up', 'c'],
  ] as const)('from %s %s is %s', (from, act, to) => expect(neighbour(spots, from, act)).toBe(to));
  it('stops at the edge', () => {
    expect(neighbour(spots, 'a', 'previous')).toBeNull();
    expect(neighbour(spots, 'a', 'up')).toBeNull();
  });
  it('begins at the first when the tile is gone', () => expect(neighbour(spots, 'x', 'down')).toBe('a'));
});

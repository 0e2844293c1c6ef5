import { describe, expect, it } from 'vitest';
import type { ReducedAlarms } from '../../src/api/types';
import {
  alertsOf,
  isRead,
  knowsReduced,
  left,
  NOTHING_READ,
  readingReduced,
  receiptOf,
  sheetOf,
  wishOf,
} from '../../src/model/ipass';
import { alert } from './build';

const draft = { episode_id: 'e1', version: 4, severity: 'watcher' as const, news2: 5, alerts: [], reduced: null };

const REDUCED: ReducedAlarms = {
  ...{ profile: 2, template: 'adult', rungs: [], without_fever_pathway: true, scale_two: false },
  ...{ without_news2: null, template_changed: false },
  ...{ reason: 'counts are back', author: null, made_at: 0, ends_at: null, quiets: [] },
};

describe('the sheet of a stay', () => {
  it('begins with what was said last, or with the facts', () => {
    const first = sheetOf({ ...draft, summary: '', actions: [], if_then: '' }, '71 years, day 4');
    expect([first.summary, first.severity, first.suggested]).toEqual(['71 years, day 4', 'watcher', 'watcher']);
    const next = sheetOf({ ...draft, summary: 'pneumonia', actions: ['lactate', 'call'], if_then: 'x' }, '71 years');
    expect([next.summary, next.actions]).toEqual(['pneumonia', 'lactate\ncall']);
  });
  it('names what is owed and late first, and nothing twice', () => {
    const said = { ...draft, summary: '', actions: ['call back', 'lactate'], if_then: '' };
    expect(sheetOf(said, '', ['vitals', 'call back']).actions).toBe('vitals\ncall back\nlactate');
  });
  it('is sent with an action a line, and no line that is empty', () => {
    const sheet = sheetOf({ ...draft, summary: 'a\n b', actions: [], if_then: '' }, '');
    expect(wishOf({ ...sheet, actions: ' lactate at six \n\n call ' })).toEqual({
      ...{ episode_id: 'e1', version: 4, severity: 'watcher', summary: 'a b', if_then: '' },
      actions: ['lactate at six', 'call'],
    });
  });
});

describe('reading back', () => {
  const one = alert({ id: 'a1', episode_id: 'e1', version: 2 });
  const two = alert({ id: 'a2', episode_id: 'e1', version: 7 });
  const other = alert({ id: 'a3', episode_id: 'e2' });
  it('takes each open alert over by name, and a new one makes the stay unread again', () => {
    const open = alertsOf([one, other], 'e1');
    expect(open.map(({ id }) => id)).toEqual(['a1']);
    const reading = {
      read_back: ' watcher,\n call ',
      taken: new Map([['a1', 2]]),
      profile: null,
      quiets: [],
      read: true,
    };
    expect([isRead(open, null, NOTHING_READ), isRead(open, null, reading)]).toEqual([false, true]);
    expect([isRead([one, two], null, reading), left([one, two], reading)]).toEqual([false, [two]]);
    expect(receiptOf('e1', open, reading)).toEqual({
      ...{ episode_id: 'e1', read_back: 'watcher, call' },
      alerts: [{ id: 'a1', version: 2 }],
      ...{ profile: null, quiets: [] },
    });
  });
  it('sends nothing of an alert that is closed by now', () => {
    expect(receiptOf('e1', [], { ...NOTHING_READ, taken: new Map([['a1', 2]]) }).alerts).toEqual([]);
  });
  it('is not read before what rings less was read as it is now', () => {
    const reduced = { ...REDUCED, profile: 3 };
    const reading = { ...NOTHING_READ, read: true };
    expect([isRead([], null, reading), isRead([], reduced, reading)]).toEqual([true, false]);
    expect([
      knowsReduced(reduced, { ...reading, profile: 2 }),
      knowsReduced(reduced, { ...reading, profile: 3 }),
    ]).toEqual([...[false, true]]);
    expect(receiptOf('e1', [], { ...reading, profile: 3 }).profile).toBe(3);
  });
  it('is unread again when something more was switched off', () => {
    const off = (id: string) => ({
      ...{ id, episode_id: 'e1', rule: 'spo2_low', context: null, reason: 'known', since_at: 0, until_at: 9 },
      by: { id: 'n', display_name: 'N' },
    });
    const now = { ...REDUCED, quiets: [off('q1')] };
    const read = readingReduced({ ...NOTHING_READ, read: true }, now, true);
    expect([knowsReduced(now, read), knowsReduced({ ...now, quiets: [off('q1'), off('q2')] }, read)]).toEqual([
      ...[true, false],
    ]);
    expect(receiptOf('e1', [], read).quiets).toEqual(['q1']);
    expect(knowsReduced(now, readingReduced(read, now, false))).toBe(false);
  });
});

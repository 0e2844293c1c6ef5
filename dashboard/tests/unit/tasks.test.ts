import { describe, expect, it } from 'vitest';
import type { Particulars, Task } from '../../src/api/types';
import { callees, dialLink } from '../../src/model/dial';
import { actOf, compareTasks, isWanted, observationOf } from '../../src/model/tasks';

const task = (id: string, facts: Partial<Task>): Task => ({
  ...{ id, version: 1, episode_id: 'e', kind: 'visit', what: '', item: null, post: 'nurse', owner: null, opens_at: 0 },
  ...{
    due_at: 100,
    state: 'open',
    lateness: 'on_time',
    made_by: null,
    made_at: 0,
    closed_at: null,
    of_programme: false,
  },
  ...facts,
});

describe('what is done to a task', () => {
  const typed = { text: 'asleep', to: 'ben', due_at: 900 };
  it('is done to the version that was seen when the dialog was opened, not to what the feed has brought since', () => {
    const seen = task('t', { version: 3 });
    expect(actOf('give', seen, typed)).toEqual({ act: 'give', version: 3, to: 'ben' });
    expect(actOf('give', seen, { ...typed, to: 'physician' })).toEqual({ act: 'pass', version: 3, post: 'physician' });
    expect(actOf('cancel', seen, typed)).toEqual({ act: 'cancel', version: 3, reason: 'asleep' });
    expect(actOf('put_off', seen, typed)).toEqual({ act: 'put_off', version: 3, due_at: 900, reason: 'asleep' });
    expect(actOf('done', seen, typed)).toEqual({ act: 'done', note: 'asleep' });
  });
});

describe('tasks', () => {
  it('rise when they are late, and go down when they are closed', () => {
    const tasks = [
      task('next', { due_at: 50 }),
      task('old', { state: 'done', closed_at: 3 }),
      task('late', { due_at: 40, lateness: 'late' }),
      task('soon', { due_at: 45, lateness: 'soon' }),
      task('new', { state: 'over', closed_at: 9 }),
      task('rang', { due_at: 30, lateness: 'alerted' }),
    ];
    expect(tasks.sort(compareTasks).map((one) => one.id)).toEqual(['rang', 'late', 'soon', 'next', 'new', 'old']);
  });
  it('are those of my role until somebody takes them, then those of the person', () => {
    const me = { id: 'ana', role: 'nurse' as const };
    const ana = { id: 'ana', display_name: 'Ana' };
    const ben = { id: 'ben', display_name: 'Ben' };
    const wanted = (facts: Partial<Task>): boolean[] =>
      (['role', 'mine', 'all'] as const).map((whose) => isWanted(task('t', facts), whose, me));
    expect(wanted({})).toEqual([true, false, true]);
    expect(wanted({ owner: ben })).toEqual([false, false, true]);
    expect(wanted({ owner: ana, post: 'physician' })).toEqual([true, true, true]);
    expect(wanted({ post: 'call_agent' })).toEqual([false, false, true]);
  });
  it('of the nurses, and what nobody has and is late, are those of who leads the shift as well', () => {
    const me = { id: 'eva', role: 'charge_nurse' as const };
    const wanted = (facts: Partial<Task>): boolean => isWanted(task('t', facts), 'role', me);
    const ben = { id: 'ben', display_name: 'Ben' };
    expect(wanted({ post: 'nurse' })).toBe(true);
    expect(wanted({ post: 'charge_nurse' })).toBe(true);
    expect(wanted({ post: 'dispatcher' })).toBe(false);
    expect(wanted({ post: 'dispatcher', lateness: 'late' })).toBe(true);
    expect(wanted({ post: 'call_agent', lateness: 'alerted' })).toBe(true);
    expect(wanted({ post: 'nurse', lateness: 'late', owner: ben })).toBe(false);
  });
});

describe('calls', () => {
  const by = { version: 1, changed_by: { id: '1', display_name: 'Ana' }, changed_at: 5 };
  const known: Particulars = {
    sections: [
      {
        ...by,
        said: { section: 'language', language: 'ht', interpreter: true, line: 'Line', phone: '555 0190' },
      },
      {
        ...by,
        said: {
          section: 'contacts',
          list: [{ name: 'Luz', relation: 'Daughter', phone: '555 0112', language: 'es' }],
        },
      },
    ],
    access: null,
  };
  it('offer the home first, then contacts in their order, then the interpreter', () => {
    const told = callees({ phone: '555 0100', language: 'ht' }, known).map((one) => [
      one.party,
      one.number,
      one.language,
    ]);
    expect(told).toEqual([
      ['home', '555 0100', 'ht'],
      ['contact', '555 0112', 'es'],
      ['interpreter', '555 0190', 'ht'],
    ]);
    expect(callees({ phone: '', language: 'en' }, null)).toEqual([]);
  });
  it('dial as the site says, and nothing but the number', () => {
    expect(dialLink('tel:{number}', '+1 (555) 0112')).toBe('tel:+15550112');
    expect(dialLink('sip:{number}@pbx.example', '555 01*2#')).toBe('sip:55501*2%23@pbx.example');
    expect(dialLink('tel:{number}', '555@evil/?x')).toBe('tel:555');
  });
});

describe('what a task asks to be written down', () => {
  it('is the observation that ends it, and nothing where writing would not end it', () => {
    expect(observationOf(task('t', { kind: 'missing_measurement', item: 'oxygen' }))).toBe('oxygen_device');
    expect(observationOf(task('t', { kind: 'remeasure', item: 'temperature' }))).toBe('temperature');
    expect(observationOf(task('t', { kind: 'call_back', item: 'spo2' }))).toBeNull();
    expect(observationOf(task('t', { kind: 'remeasure', item: null }))).toBeNull();
  });
});

import { describe, expect, it } from 'vitest';
import { alertsHash, fnv1a32 } from '../../src/model/alerthash';
import {
  blindOrder,
  compareAlerts,
  countUnacknowledged,
  grip,
  isReviewable,
  isRinging,
  mostUrgent,
  readRule,
  ringingPriority,
  stripAlerts,
  toTake,
} from '../../src/model/alertview';
import { alert } from './build';

describe('fill, outline, dashed', () => {
  it('is filled only while it is true and nobody has it', () => {
    expect(grip(alert())).toBe('filled');
    expect(grip(alert({ response: 'acknowledged' }))).toBe('outline');
    expect(grip(alert({ condition: 'cleared' }))).toBe('dashed');
    expect(grip(alert({ condition: 'cleared', response: 'acknowledged' }))).toBe('dashed');
  });
});

describe('what can be reviewed', () => {
  it('is what has ended, and a call while it lasts, because nothing else ends it', () => {
    expect(isReviewable(alert())).toBe(false);
    expect(isReviewable(alert({ condition: 'cleared' }))).toBe(true);
    expect(isReviewable(alert({ rule: 'call', response: 'acknowledged' }))).toBe(true);
    expect(isReviewable(alert({ rule: 'call', open: false }))).toBe(false);
  });
});

describe('the strip', () => {
  const high = alert({ id: 'high', priority: 'high', raised_at: 5 });
  const older = alert({ id: 'older', priority: 'medium', raised_at: 1 });
  const low = alert({ id: 'low', priority: 'low' });
  const held = alert({ id: 'held', priority: 'high', response: 'acknowledged' });
  const closed = alert({ id: 'closed', priority: 'high', open: false });

  it('shows what nobody has, high before medium, and never loses a high one', () => {
    expect(stripAlerts([older, low, held, closed, high]).map((a) => a.id)).toEqual(['high', 'older']);
  });
  it('keeps an alert that ended before anyone took it', () => {
    expect(stripAlerts([alert({ condition: 'cleared' })])).toHaveLength(1);
  });
  it('offers the most urgent to the acknowledge key, low ones too, held ones never', () => {
    expect(mostUrgent([older, low, high])?.id).toBe('high');
    expect(mostUrgent([held, low])?.id).toBe('low');
    expect(mostUrgent([held, closed])).toBeNull();
  });
  it('counts by priority what nobody has', () => {
    expect(countUnacknowledged([high, older, low, held, closed])).toEqual({ high: 1, medium: 1, low: 1 });
  });
});

describe('what the acknowledge key takes', () => {
  const first = alert({ id: 'first', episode_id: 'home 1', priority: 'high' });
  const second = alert({ id: 'second', episode_id: 'home 2', raised_at: 9 });
  const lesser = alert({ id: 'lesser', episode_id: 'home 2', raised_at: 10 });
  const held = alert({ id: 'held', episode_id: 'home 3', response: 'acknowledged' });
  const all = [held, lesser, second, first];
  const nowhere = { alert: null, episode: null };
  const taken = (...places: { alert?: string; episode?: string }[]) =>
    toTake(
      all,
      places.map((place) => ({ ...nowhere, ...place })),
    )?.id;

  it('is what waits with the patient in front of the nurse, however urgent the others are', () => {
    expect(taken({ episode: 'home 2' })).toBe('second');
    expect(taken({}, { episode: 'home 2' })).toBe('second');
  });
  it('is the very alert that is selected', () => expect(taken({ alert: 'lesser' })).toBe('lesser'));
  it('is of the focus before the page', () => {
    expect(taken({ episode: 'home 2' }, { episode: 'home 1' })).toBe('second');
  });
  it('is the most urgent of all where nobody is in front, or nothing waits with them', () => {
    expect(taken()).toBe('first');
    expect(taken({ episode: 'home 3' })).toBe('first');
    expect(taken({ alert: 'held' })).toBe('first');
    expect(taken({ alert: 'closed long ago' })).toBe('first');
  });
});

describe('the list of a screen that is blind', () => {
  it('begins with what nobody had, however urgent what somebody has', () => {
    const taken = alert({ id: 'taken', priority: 'high', response: 'acknowledged' });
    const low = alert({ id: 'low', priority: 'low' });
    const untaken = alert({ id: 'untaken' });
    expect(blindOrder([taken, low, untaken]).map((a) => a.id)).toEqual(['untaken', 'low', 'taken']);
  });
});

describe('the order of alerts', () => {
  it('puts what is still true before what ended, within a priority', () => {
    const ended = alert({ id: 'ended', condition: 'cleared', raised_at: 1 });
    const active = alert({ id: 'active', raised_at: 2 });
    expect([ended, active].sort(compareAlerts)[0]?.id).toBe('active');
  });
  it('puts the alerts that nobody took before the one that says so', () => {
    const told = alert({ id: 'told', rule: 'rung_unheard', kind: 'system', raised_at: 1 });
    const taken = alert({ id: 'taken', response: 'acknowledged', raised_at: 1 });
    const waiting = alert({ id: 'waiting', raised_at: 2 });
    expect([taken, told, waiting].sort(compareAlerts).map((a) => a.id)).toEqual(['waiting', 'told', 'taken']);
  });
  it('is the same whatever it starts from', () => {
    const a = alert({ id: 'a' });
    const b = alert({ id: 'b' });
    expect([b, a].sort(compareAlerts)).toEqual([a, b]);
  });
});

describe('what rings', () => {
  it('is the highest priority that is true and that nobody has', () => {
    expect(ringingPriority([alert({ priority: 'low' }), alert({ priority: 'high' })])).toBe('high');
  });
  it('is nothing once somebody has each, or it ended', () => {
    const held = alert({ response: 'acknowledged' });
    const ended = alert({ condition: 'cleared' });
    expect(ringingPriority([held, ended])).toBeNull();
    expect(isRinging(alert({ open: false }))).toBe(false);
  });
});

describe("a rule's name", () => {
  it.each([
    ['spo2_low', { vital: 'spo2', what: 'low' }],
    ['respiratory_rate_high', { vital: 'respiratory_rate', what: 'high' }],
    ['pulse_rate_silent', { vital: 'pulse_rate', what: 'silent' }],
    ['temperature_implausible', { vital: 'temperature', what: 'implausible' }],
    ['heart_rate_rising', { vital: 'heart_rate', what: 'rising' }],
    ['spo2_artefact', { vital: 'spo2', what: 'artefact' }],
    ['battery_low', { vital: null, what: 'other' }],
    ['gateway_offline', { vital: null, what: 'other' }],
  ])('%s is read as it is meant', (rule, words) => expect(readRule({ rule, vital: null })).toEqual(words));
});

describe('the hash of the alert set', () => {
  it('is FNV-1a: the published vectors hold', () => {
    expect(fnv1a32('')).toBe('811c9dc5');
    expect(fnv1a32('a')).toBe('e40c292c');
    expect(fnv1a32('foobar')).toBe('bf9cf968');
  });
  it('does not depend on the order, but on each version and on what is open', () => {
    const a = alert({ id: 'a' });
    const b = alert({ id: 'b' });
    expect(alertsHash([a, b])).toBe(alertsHash([b, a]));
    expect(alertsHash([a, b])).not.toBe(alertsHash([a, { ...b, version: 2 }]));
    expect(alertsHash([a, { ...b, open: false }])).toBe(alertsHash([a]));
  });
});

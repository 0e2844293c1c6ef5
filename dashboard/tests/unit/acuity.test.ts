import { describe, expect, it } from 'vitest';
import { compareStandings, HYSTERESIS_MS, nextOrder, standing, type Standing } from '../../src/model/acuity';
import { alert } from './build';

const of = (id: string, ...alerts: Parameters<typeof alert>[0][]): Standing =>
  standing(id, `H-${id}`, alerts.map(alert), false);

describe('where a tile stands', () => {
  it('puts what nobody has before what somebody has, before what ended unreviewed', () => {
    const wanted = [
      of('steady'),
      of('low', { priority: 'low' }),
      of('ended', { priority: 'high', condition: 'cleared', response: 'acknowledged' }),
      of('held', { priority: 'high', response: 'acknowledged' }),
      of('medium', { priority: 'medium' }),
      of('high', { priority: 'high' }),
    ];
    const order = wanted.sort(compareStandings).map((s) => s.id);
    expect(order).toEqual(['high', 'medium', 'held', 'ended', 'low', 'steady']);
  });

  it('puts who waits longest first among equals', () => {
    const late = of('late', { raised_at: 2_000 });
    const early = of('early', { raised_at: 1_000 });
    expect([late, early].sort(compareStandings)[0]?.id).toBe('early');
  });

  it('orders homes by number and not by letter', () => {
    expect([of('10'), of('9')].sort(compareStandings).map((s) => s.id)).toEqual(['9', '10']);
  });

  it('puts a NEWS2 of five or more on the watch shelf, the highest first, below what needs somebody', () => {
    const scored = (id: string, score: number): Standing => standing(id, id, [], false, score);
    const wanted = [
      scored('4', 4),
      scored('5', 5),
      scored('7', 7),
      standing('blind', 'blind', [], true),
      of('alert', {}),
    ];
    expect(wanted.sort(compareStandings).map((s) => `${s.id} ${s.shelf}`)).toEqual([
      'alert needs',
      '7 watch',
      '5 watch',
      'blind watch',
      '4 steady',
    ]);
  });

  it('puts a home we cannot see well on the watch shelf', () => {
    expect(standing('e1', 'H-1', [], true).shelf).toBe('watch');
    expect(standing('e1', 'H-1', [], false).shelf).toBe('steady');
  });
});

describe('when a tile moves', () => {
  const placed = [of('1'), of('2')];
  const urgent = [of('1'), of('2', { priority: 'high' })];

  it('never within the hysteresis', () => {
    const order = nextOrder({ placed, changed_at: 0 }, urgent, HYSTERESIS_MS - 1, false);
    expect(order.placed.map((s) => s.id)).toEqual(['1', '2']);
  });

  it('after the hysteresis, once', () => {
    const order = nextOrder({ placed, changed_at: 0 }, urgent, HYSTERESIS_MS, false);
    expect(order.placed.map((s) => s.id)).toEqual(['2', '1']);
    expect(nextOrder(order, urgent, HYSTERESIS_MS + 1, false)).toBe(order);
  });

  it('never while the pointer or the focus holds it', () => {
    const order = nextOrder({ placed, changed_at: 0 }, urgent, 10 * HYSTERESIS_MS, true);
    expect(order.placed.map((s) => s.id)).toEqual(['1', '2']);
  });

  it('who left is taken out and who came stands at the end, even while held', () => {
    const order = nextOrder({ placed, changed_at: 0 }, [of('3', { priority: 'high' }), of('2')], 1, true);
    expect(order.placed.map((s) => s.id)).toEqual(['2', '3']);
  });
});

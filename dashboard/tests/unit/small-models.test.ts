import { describe, expect, it } from 'vitest';
import { ApiError } from '../../src/api/problem';
import { Backlog } from '../../src/model/backlog';
import { backoff } from '../../src/model/backoff';
import { placeErrors } from '../../src/model/fields';
import { matches } from '../../src/model/filter';
import { differing } from '../../src/model/identify';
import { Durations } from '../../src/model/percentile';
import { cares, hasPage, keepsKits, seesPatients } from '../../src/model/rights';
import { parseRoute, pathOf, type Route } from '../../src/model/route';
import { factsOf, formatValue } from '../../src/model/vitals';
import { tile } from './build';

describe('addresses', () => {
  const routes: Route[] = [
    { page: 'wall' },
    { page: 'home' },
    { page: 'patient', episode: '0190c2de-0000-7000-8000-000000000012' },
    { page: 'alerts', alert: null },
    { page: 'alerts', alert: 'a/1' },
    { page: 'setup' },
    { page: 'staff' },
  ];
  it.each(routes)('$page reads back as it was written', (route) => expect(parseRoute(pathOf(route))).toEqual(route));
  it('an unknown address is said to be one', () => {
    for (const path of ['/nowhere', '/setup/x', '/patients', '/alerts/a/b']) {
      expect(parseRoute(path)).toEqual({ page: 'unknown' });
    }
  });
});

describe('painting many tiles', () => {
  const all = Array.from({ length: 100 }, (_, i) => `t${i}`);
  it('what changed comes first, and what does not fit now comes next', () => {
    const backlog = new Backlog();
    for (const id of ['t7', 't8', 't9']) backlog.mark(id);
    expect(backlog.next(all, 2, 100).slice(0, 2)).toEqual(['t7', 't8']);
    expect(backlog.next(all, 2, 100)[0]).toBe('t9');
  });
  it('looks at each tile once in a round, even when nothing arrives', () => {
    const backlog = new Backlog();
    const seen = new Set(Array.from({ length: 10 }, () => backlog.next(all, 40, 10)).flat());
    expect(seen.size).toBe(100);
  });
  it('does not look again in the same round at what was painted because it changed', () => {
    const backlog = new Backlog();
    for (const id of all.slice(0, 30)) backlog.mark(id);
    const painted = Array.from({ length: 10 }, () => backlog.next(all, 40, 10)).flat();
    expect(painted).toHaveLength(100);
  });
  it('has nothing to do without tiles', () => expect(new Backlog().next([], 40, 60)).toEqual([]));
});

describe('trying again', () => {
  it('spreads over a growing pause with a cap', () => {
    expect(backoff(0, 0)).toBe(125);
    expect(backoff(0, 1)).toBe(250);
    expect(backoff(3, 1)).toBe(2_000);
    expect(backoff(50, 1)).toBe(5_000);
    expect(backoff(50, 0)).toBe(125);
  });
});

describe('percentiles', () => {
  it('are by nearest rank', () => {
    const durations = new Durations(100);
    for (let ms = 1; ms <= 100; ms++) durations.add(ms);
    expect([50, 95, 99].map((p) => durations.percentile(p))).toEqual([50, 95, 99]);
  });
  it('forget the oldest when full, and are unknown while empty', () => {
    const durations = new Durations(2);
    expect(durations.percentile(50)).toBeNull();
    for (const ms of [900, 1, 2]) durations.add(ms);
    expect(durations.percentile(100)).toBe(2);
    expect(durations.count).toBe(2);
  });
});

describe('finding patients', () => {
  it.each(['h-01', 'menjivar', 'ROSA men', 'es', '1001', ''])('“%s” finds her', (typed) =>
    expect(matches(tile(), typed)).toBe(true),
  );
  it('every word must be found', () => expect(matches(tile(), 'rosa garcia')).toBe(false));
});

describe('numbers of vital signs', () => {
  it('have the digits a clinician reads', () => {
    expect(formatValue('spo2', 96.6)).toBe('97');
    expect(formatValue('temperature', 38.25)).toBe('38.3');
  });
  it('an unknown vital is shown all the same', () => {
    expect(formatValue('new_thing', 1)).toBe('1.0');
    expect(factsOf('new_thing').unit).toBe('');
  });
});

describe('roles', () => {
  it('a technician keeps kits and sees no patient', () => {
    expect([seesPatients, cares, keepsKits].map((may) => may('technician'))).toEqual([false, false, true]);
  });
  it('a nurse acts for patients and keeps no kits; the charge nurse does both', () => {
    expect([seesPatients, cares, keepsKits].map((may) => may('nurse'))).toEqual([true, true, false]);
    expect([seesPatients, cares, keepsKits].map((may) => may('charge_nurse'))).toEqual([true, true, true]);
  });
  it('an administrator keeps kits and sees no patient', () => {
    expect([seesPatients, cares, keepsKits].map((may) => may('administrator'))).toEqual([false, false, true]);
  });
  it('who sees nobody but those assigned to them has no page yet', () => {
    const without = (['nurse', 'technician', 'paramedic', 'pharmacist', 'auditor'] as const).filter((r) => !hasPage(r));
    expect(without).toEqual(['paramedic', 'pharmacist', 'auditor']);
  });
});

describe('two identifiers', () => {
  const patient = { medical_record_number: 'MRN-1001', birth_date: '1961-04-17' };
  it('both must be the patient’s; case and spaces do not matter', () => {
    expect(differing({ medical_record_number: ' mrn-1001 ', birth_date: '1961-04-17' }, patient)).toEqual([]);
    expect(differing({ medical_record_number: 'MRN-1002', birth_date: '1961-04-17' }, patient)).toEqual([
      'medical_record_number',
    ]);
  });
  it('an empty one is never right, not even against an empty record', () => {
    const empty = { medical_record_number: '', birth_date: '' };
    expect(differing(empty, empty)).toHaveLength(2);
  });
});

describe('what the hub says about a form', () => {
  const refused = (...fields: string[]) =>
    new ApiError(
      422,
      'invalid',
      { code: 'invalid', params: {}, message: '' },
      'c1',
      fields.map((field) => ({ field, code: 'missing', params: {}, message: `about ${field}` })),
    );
  it('stands beside the field it names, and not above too', () => {
    const placed = placeErrors(refused('label'), ['label']);
    expect(placed.of('label')).toMatchObject({ code: 'missing', message: 'about label' });
    expect(placed.of('address')).toBeNull();
    expect(placed.rest).toBeNull();
  });
  it('stands above the form when it names none shown', () => {
    const placed = placeErrors(refused('label', 'limits[0].low'), ['label']);
    expect(placed.rest).toMatchObject({ fields: [{ field: 'limits[0].low' }], correlationId: 'c1' });
  });
  it('anything else stands above the form', () => {
    const error = new Error('boom');
    expect(placeErrors(error, ['label']).rest).toBe(error);
    expect(placeErrors(null, ['label']).rest).toBeNull();
    expect(placeErrors(ApiError.own('unreachable'), ['label']).rest).toBeInstanceOf(ApiError);
  });
});

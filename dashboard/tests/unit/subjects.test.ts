import { describe, expect, it } from 'vitest';
import { nameOf, subjectsOf, withWall } from '../../src/model/subjects';
import type { Route } from '../../src/model/route';

const names = (route: Route, seesPatients = true): string[] => subjectsOf(route, seesPatients).map(nameOf);

describe('what a page follows', () => {
  it('is the values of everybody on the wall, and of one patient on the page of that patient', () => {
    expect(names({ page: 'wall' })).toContain('wall');
    expect(names({ page: 'patient', episode: 'e1' })).toContain('patient e1');
    expect(names({ page: 'patient', episode: 'e1' })).not.toContain('wall');
    for (const page of ['setup', 'unknown'] as const) expect(names({ page }).join()).not.toMatch(/wall|patient/);
    expect(names({ page: 'alerts', alert: null })).toContain('wall');
    for (const page of [
      { page: 'wall' },
      { page: 'alerts', alert: null },
      { page: 'dispatch', incident: null },
    ] as const)
      expect(names(page)).toContain('dispatch');
    for (const page of ['home', 'tasks'] as const) {
      expect(names({ page }).join()).not.toMatch(/wall|patient|gateways/);
      expect(names({ page })).toContain('tasks');
    }
  });
  it('is the alerts, whose they are and who has the watch on every page, the names before the values', () => {
    const pages: Route[] = [
      { page: 'wall' },
      { page: 'patient', episode: 'e1' },
      { page: 'alerts', alert: null },
      { page: 'setup' },
      { page: 'unknown' },
    ];
    for (const page of pages) expect(names(page).slice(0, 4)).toEqual(['stays', 'alerts', 'watch', 'climbs']);
  });
  it('is nothing of a patient for who may not see patients, whatever the address says', () => {
    expect(names({ page: 'patient', episode: 'e1' }, false)).toEqual(['alerts', 'watch', 'gateways']);
    expect(names({ page: 'wall' }, false)).toEqual(['alerts', 'watch', 'gateways']);
  });
  it('is for a while also the wall that was left, and never twice', () => {
    const patient = subjectsOf({ page: 'patient', episode: 'e1' }, true);
    expect(withWall(patient, true).map(nameOf)).toContain('wall');
    expect(withWall(patient, false)).toEqual(patient);
    expect(
      withWall(subjectsOf({ page: 'wall' }, true), true)
        .map(nameOf)
        .filter((n) => n === 'wall'),
    ).toHaveLength(1);
  });
});

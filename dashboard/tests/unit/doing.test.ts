/** What who takes an alert may say with it. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ACTIONS, fitting, NOTHING_SAID, remindMinutes, saysNothing, saysOf } from '../../src/model/doing';
import { saidOf } from '../../src/model/report';
import type { AlertReport } from '../../src/api/types';
import { alert } from './build';

const codes = JSON.parse(readFileSync(new URL('../../../docs/openapi.json', import.meta.url), 'utf8')) as {
  'x-codes': { actions: string[] };
};

describe('what somebody does about an alert', () => {
  it('is offered as the hub knows it, each once', () => {
    expect([...ACTIONS].sort()).toEqual([...codes['x-codes'].actions].sort());
  });
  it('may be left out, and then nothing is said', () => {
    expect(saysNothing(NOTHING_SAID)).toBe(true);
    expect(saysNothing({ ...NOTHING_SAID, remind_in_min: 5 })).toBe(false);
    expect(saysNothing({ ...NOTHING_SAID, action: 'watching' })).toBe(false);
  });
  it('leaves nobody alone with a high alert for longer than five minutes, though it rose after that was chosen', () => {
    expect([remindMinutes('high'), remindMinutes('low')]).toEqual([[5], [5, 10, 15]]);
    const chosen = { action: 'watching' as const, remind_in_min: 15 };
    expect(fitting(chosen, 'medium')).toEqual(chosen);
    expect(fitting(chosen, 'high')).toEqual({ action: 'watching', remind_in_min: 5 });
  });
  it('is said by who has it, while it lasts', () => {
    const mine = alert({ acknowledged_by: { id: 'ana', display_name: 'Ana' }, response: 'acknowledged' });
    expect([saysOf(mine, 'ana'), saysOf(mine, 'ben'), saysOf(alert(), 'ana'), saysOf(mine, null)]).toEqual([
      true,
      false,
      false,
      false,
    ]);
    expect(saysOf({ ...mine, condition: 'cleared' }, 'ana')).toBe(false);
  });
  it('is a share of what was taken in the report', () => {
    const row = (action: string | null, count: number) => ({ clinical: true, action, count, taken: 40 });
    const report = { actions: [row(null, 30), row('watching', 20), row('as_ordered', 12)] } as AlertReport;
    expect(saidOf(report)).toEqual([
      {
        ...{ clinical: true, said: 30, taken: 40 },
        actions: [
          { action: 'watching', count: 20 },
          { action: 'as_ordered', count: 12 },
        ],
      },
    ]);
    expect(saidOf({ actions: [] as AlertReport['actions'] } as AlertReport)).toEqual([]);
  });
});

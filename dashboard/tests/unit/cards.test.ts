import { describe, expect, it } from 'vitest';
import { cards, sameCause } from '../../src/model/cards';
import { alert } from './build';

const silent = (vital: string, facts = {}) =>
  alert({ id: vital, rule: `${vital}_silent`, vital, kind: 'technical', device_id: 'oxi-1', ...facts });

describe('the cards of the strip', () => {
  it('are one for a device that fell silent, with all that is missing', () => {
    const all = [silent('pulse_rate', { raised_at: 2 }), silent('spo2', { raised_at: 1 }), silent('perfusion_index')];
    expect(cards(all).map((card) => [card.lead.id, card.parts.length])).toEqual([['spo2', 3]]);
  });
  it('are one each for what a patient suffers, for two devices and for two homes', () => {
    const low = alert({ id: 'low', device_id: 'oxi-1' });
    const high = alert({ id: 'high', rule: 'pulse_rate_high', device_id: 'oxi-1' });
    expect(cards([low, high])).toHaveLength(2);
    expect(cards([silent('spo2'), silent('temperature', { device_id: 'therm-1' })])).toHaveLength(2);
    expect(cards([silent('spo2'), silent('pulse_rate', { episode_id: 'e2' })])).toHaveLength(2);
  });
  it('a high alert leads, whatever else is missing', () => {
    const urgent = silent('spo2', { priority: 'high', raised_at: 9 });
    expect(cards([silent('pulse_rate', { raised_at: 1 }), urgent])[0]?.lead.id).toBe('spo2');
  });
});

describe('"I have it"', () => {
  it('is about all of the cause that nobody has', () => {
    const held = silent('perfusion_index', { response: 'acknowledged' });
    const all = [silent('spo2'), silent('pulse_rate'), held, alert({ id: 'low', device_id: 'oxi-1' })];
    expect(sameCause(silent('spo2'), all).map((a) => a.id)).toEqual(['spo2', 'pulse_rate']);
    expect(sameCause(alert({ id: 'low', device_id: 'oxi-1' }), all).map((a) => a.id)).toEqual(['low']);
  });
});

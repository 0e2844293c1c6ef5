import { beforeAll, describe, expect, it, vi } from 'vitest';
import { limitOf } from '../../src/model/rungs';
import { alert, climb, NOW } from './build';

describe("the hub's words on the screen", () => {
  let words: typeof import('../../src/i18n/words');
  let settings: typeof import('../../src/app/settings.svelte').settings;
  let time: typeof import('../../src/i18n/time.svelte');
  beforeAll(async () => {
    vi.stubGlobal('navigator', { language: 'en-US' });
    await import('../../src/i18n');
    words = await import('../../src/i18n/words');
    time = await import('../../src/i18n/time.svelte');
    ({ settings } = await import('../../src/app/settings.svelte'));
    // Each message is a module of its own: several hundred to load on a busy machine.
  }, 60_000);

  it('tell the violated limit with its number', () => {
    expect(words.alertWords(alert())).toBe('SpO2 82 < 88');
    expect(words.alertWords(alert({ extreme: null }))).toBe('SpO2 84 < 88');
    const hot = alert({ rule: 'temperature_high', vital: 'temperature', value: 38.1, extreme: 38.25, limit: 38 });
    expect(words.alertWords(hot)).toBe('Temp 38.3 > 38.0');
  });
  it('tell of what has ended what it was, never the value that ended it, and when', () => {
    const ended = alert({ condition: 'cleared', value: 96, extreme: 71, limit: 80, cleared_at: NOW });
    expect(words.alertWords(ended)).toBe('SpO2 was 71 < 80');
    expect(words.endedWords(ended)).toMatch(/^ended \d\d:\d\d:\d\d/);
    expect(words.endedWords(alert())).toBe('');
    settings.locale = 'es';
    expect(words.alertWords(ended)).toBe('SpO2 fue 71 < 80');
    settings.locale = 'en';
  });
  it('say whom an alert has reached, count down to who is told next, and say that nobody heard it', () => {
    const next = { rung: 2, posts: ['physician' as const, 'dispatcher' as const], due_at: NOW + 42_000 };
    const told = words.climbWords(climb([['charge_nurse']], { next }), NOW);
    expect(told).toBe('told: charge nurse · next: physician, dispatcher in 0:42');
    settings.locale = 'es';
    expect(words.climbWords(climb([['charge_nurse']], { next }), NOW)).toContain('después: médico, despacho en 0:42');
    settings.locale = 'en';
    const unheard = climb([['backup']]);
    unheard.rungs = unheard.rungs.map((rung) => ({ ...rung, unheard: true }));
    expect(words.climbWords(unheard, NOW)).toBe('told: the other nurses · nobody heard it');
    expect(words.climbWords(climb([['backup']], { reminders: 2 }), NOW)).toBe('reminded 2 times');
    expect([words.climbWords(climb([['backup']]), NOW), words.climbWords(undefined, NOW)]).toEqual(['', '']);
  });
  it('tell who changed a limit, from what to what', () => {
    const rung = { edge: 38.2, for_s: 0, priority: 'high' as const };
    const before = limitOf('temperature', [], [rung]);
    const event = {
      ...{ at: NOW, until_at: null, kind: 'limits_changed', device_id: null, detail: 'palliative', class: null },
      ...{ records: null, by: { id: 's1', display_name: 'Nurse Okafor' } },
      limits: [{ vital: 'temperature', before, after: null }],
    };
    expect(words.eventDetail(event)).toBe(
      'by Nurse Okafor · no longer: Temperature above 38.2 °C at once: High · “palliative”',
    );
    const after = limitOf('temperature', [], [{ ...rung, edge: 39, for_s: 600 }]);
    const changed = words.eventDetail({ ...event, limits: [{ vital: 'temperature', before, after }] });
    expect(changed).toContain('new: Temperature above 39 °C for 10 minutes: High');
    expect(words.rungWords('spo2', 'low', { edge: 85, for_s: 300, priority: 'high' })).toBe(
      'below 85 % for 5 minutes: High',
    );
    expect(words.rungWords('spo2', 'low', { edge: 90, for_s: 15, priority: 'medium' })).toBe(
      'below 90 % for 15 seconds: Medium',
    );
    expect(words.eventDetail({ ...event, by: null, limits: [] })).toBe('“palliative”');
  });
  it('tell of an event the alert, the code and the count in words', () => {
    const event = { at: NOW, until_at: null, device_id: null, class: null, records: null, by: null, limits: [] };
    expect(words.eventDetail({ ...event, kind: 'alert_raised', detail: 'spo2_low' })).toBe('SpO2 low');
    expect(words.eventDetail({ ...event, kind: 'alert_ended', detail: 'gateway_offline' })).toBe('Home offline');
    expect(words.eventDetail({ ...event, kind: 'cuff_fault', detail: 'code 3', device_id: 'bp-1' })).toBe(
      'bp-1 · code 3',
    );
  });
  it('tell silence and faults without numbers', () => {
    expect(words.alertWords(alert({ rule: 'spo2_silent', value: null, limit: null }))).toBe('SpO2 silent');
    expect(words.alertWords(alert({ rule: 'gateway_offline', vital: null }))).toBe('Home offline');
  });
  it('tell a number that no patient has, and what it may have been', () => {
    const odd = { inputs: [], wanted: [], silent: [], score: null, clock_from_at: null };
    const warm = { rule: 'temperature_implausible', vital: 'temperature', value: 100.4, extreme: null, limit: 45 };
    const fahrenheit = alert({ ...warm, evidence: { ...odd, fault: 'above_band', hint: 'fahrenheit' } });
    expect(words.alertWords(fahrenheit)).toBe('Temp 100.4: no patient has that');
    expect(words.faultWords(fahrenheit)).toContain('degrees Fahrenheit');
    expect(words.extremeWords(fahrenheit, NOW)).toBe('');
    const low = { rule: 'glucose_low', vital: 'glucose', value: null, extreme: null, limit: 10 };
    const lo = alert({ ...low, evidence: { ...odd, fault: 'off_scale_low', hint: null } });
    expect(words.alertWords(lo)).toBe('Glucose: below what the device can measure');
    const deadly = { rule: 'spo2_low', vital: 'spo2', value: 48, extreme: 48, limit: 50 };
    expect(words.alertWords(alert({ ...deadly, evidence: { ...odd, fault: 'below_band', hint: null } }))).toBe(
      'SpO2 48 < 50',
    );
    expect(words.ruleWords('spo2_implausible')).toBe('SpO2: impossible number');
    expect(words.ruleWords('spo2_artefact')).toBe('SpO2: mostly artefact');
    expect(words.faultWords(alert({}))).toBe('');
  });
  it('tell which gateway runs twice, and what to do', () => {
    const twice = alert({ rule: 'gateway_twice', vital: null, gateway_id: 'home-0001' });
    expect(words.alertWords(twice)).toBe('Gateway home-0001 runs twice');
    expect(words.todoWords(twice)).toContain('switch off the one that is not in the home');
    expect(words.todoWords(alert())).toBe('');
  });
  it('tell which device is heard through which gateway, and what to do, in both languages', () => {
    const stray = alert({ rule: 'stray_device', vital: null, device_id: 'oxi-0001', gateway_id: 'home-0002' });
    expect(words.alertWords(stray)).toBe('oxi-0001 is heard through home-0002');
    expect(words.todoWords(stray)).toContain('correct the device code in home-0002');
    expect(words.ruleWords('stray_device')).toBe('Device heard elsewhere');
    expect(words.troubleWord({ code: 'stray_device', message: 'in English' })).toContain('Kept apart');
    settings.locale = 'es';
    expect(words.alertWords(stray)).toBe('oxi-0001 se oye por home-0002');
    expect(words.todoWords(stray)).toContain('se guarda aparte');
    settings.locale = 'en';
  });
  it('tell the worst value in the direction of the rule', () => {
    expect(words.extremeWords(alert(), NOW)).toBe('lowest 82');
    expect(words.extremeWords(alert({ rule: 'spo2_high' }), NOW)).toBe('highest 82');
    expect(words.extremeWords(alert({ extreme: null }), NOW)).toBe('');
  });
  it('tell which stretch was given up, and why', () => {
    const at = Date.UTC(2026, 10, 25, 8);
    const lost = {
      at,
      until_at: at + 3_600_000,
      kind: 'loss',
      device_id: 'oxi-1',
      detail: 'disk_full',
      class: 'waveforms',
      records: 9,
      by: null,
      limits: [],
    };
    expect(words.eventWord(lost)).toBe('Waveform given up');
    expect(words.eventDetail(lost)).toMatch(/^from .* to .*: the gateway's disk was full$/);
    expect(words.eventWord({ ...lost, class: null })).toBe('Readings lost');
    expect(words.eventDetail({ ...lost, until_at: null, detail: 'brand_new' })).toBe('brand_new');
    expect(words.eventWord({ kind: 'bound', class: null })).toBe('Device bound');
  });
  it('show an unknown code as it is, never nothing', () => {
    expect(words.flagWord('brand_new')).toBe('brand_new');
    expect(words.ruleWords('brand_new')).toBe('brand_new');
    expect(words.eventWord({ kind: 'brand_new', class: null })).toBe('brand_new');
  });
  it('change with the language, without a reload', () => {
    settings.locale = 'es';
    expect(words.flagWord('sensor_off')).toBe('Sin sensor');
    settings.locale = 'en';
    expect(words.flagWord('sensor_off')).toBe('Not worn');
  });
  it('keep readings, times and numbers from left to right in Arabic, in Western digits', () => {
    settings.locale = 'ar';
    const sugar = { rule: 'glucose_low', vital: 'glucose', value: 60, extreme: 54, limit: 70 };
    expect(words.alertWords(alert(sugar))).toBe('سكر الدم \u206654 < 70\u2069');
    const over = words.alertWords(alert({ ...sugar, condition: 'cleared', cleared_at: NOW }));
    expect(over).toContain('كان \u206654 < 70\u2069');
    expect(words.numberWords(1234.5, 1)).toBe('1,234.5');
    expect(words.percentText(0.42).replaceAll(/\p{Cf}/gu, '')).toBe('42%');
    expect(time.dayTime(NOW, 'UTC')).toMatch(/^24 نوفمبر.* 16:00:00$/);
    expect(time.clockTime(NOW, 'UTC')).toBe('16:00:00');
    settings.locale = 'en';
  });
  it('count in each plural of Arabic', async () => {
    const { m } = await import('../../src/i18n');
    settings.locale = 'ar';
    const counted = [0, 1, 2, 3, 11, 100].map((count) => m.shifts_stays({ count }).replaceAll(/[\u2066-\u2069]/g, ''));
    expect(counted).toEqual(['لا مرضى', 'مريض واحد', 'مريضان', '3 مرضى', '11 مريضًا', '100 مريض']);
    settings.locale = 'en';
  });
  it('are in the language of the browser at first, in English where the screens do not speak it', async () => {
    const { localeOf } = await import('../../src/app/languages');
    expect(['ar-EG', 'ES', 'fr-FR', 'constructor', ''].map(localeOf)).toEqual(['ar', 'es', 'en', 'en', 'en']);
  });
  it('tell the time in the zone that is meant, on 24 hours', () => {
    expect(time.clockTime(NOW, 'UTC')).toBe('16:00:00');
    expect(time.clockTime(NOW, 'America/New_York')).toBe('11:00:00');
    expect(time.clockTimeZone(NOW, 'America/New_York')).toBe('EST');
  });
  it('tell the zone too in the hour that a clock change shows twice', () => {
    const at = Date.parse('2026-11-01T05:30:00Z');
    expect(time.clockTime(at, 'America/New_York')).toBe('01:30:00 EDT');
    expect(time.clockTime(at + 3_600_000, 'America/New_York')).toBe('01:30:00 EST');
    expect(time.clockMinute(at + 7_200_000, 'America/New_York')).toBe('02:30');
  });
  it('tell the time in UTC where the zone is not known here, and never throw', () => {
    expect(time.clockTime(NOW, 'localtime')).toBe('16:00:00');
    expect(time.clockTimeZone(NOW, 'localtime')).toBe('UTC');
  });
});

/** The domain's codes in the reader's language. An unknown code is shown as it is, never hidden. */
import type { Alert, Priority, Role, TimelineEvent } from '../api/types';
import { settings } from '../app/settings.svelte';
import { readRule } from '../model/alertview';
import { factsOf, formatValue } from '../model/vitals';
import * as m from './paraglide/messages';
import { dayTime } from './time.svelte';

type Message = () => string;

const VITAL: Record<string, Message> = {
  heart_rate: m.vital_heart_rate,
  pulse_rate: m.vital_pulse_rate,
  spo2: m.vital_spo2,
  perfusion_index: m.vital_perfusion_index,
  respiratory_rate: m.vital_respiratory_rate,
  temperature: m.vital_temperature,
  systolic: m.vital_systolic,
  diastolic: m.vital_diastolic,
  mean_arterial: m.vital_mean_arterial,
  weight: m.vital_weight,
  glucose: m.vital_glucose,
  etco2: m.vital_etco2,
};
const SHORT: Record<string, Message> = {
  heart_rate: m.short_heart_rate,
  pulse_rate: m.short_pulse_rate,
  respiratory_rate: m.short_respiratory_rate,
  temperature: m.short_temperature,
  systolic: m.short_systolic,
  diastolic: m.short_diastolic,
  mean_arterial: m.short_mean_arterial,
  perfusion_index: m.short_perfusion_index,
};
const FLAG: Record<string, Message> = {
  sensor_off: m.flag_sensor_off,
  artefact: m.flag_artefact,
  searching: m.flag_searching,
  low_perfusion: m.flag_low_perfusion,
  marginal_perfusion: m.flag_marginal_perfusion,
  sensor_fault: m.flag_sensor_fault,
  low_battery: m.flag_low_battery,
  critical_battery: m.flag_critical_battery,
  implausible: m.flag_implausible,
  questionable: m.flag_questionable,
  no_value: m.flag_no_value,
  from_memory: m.flag_from_memory,
  silent: m.flag_silent,
};
const RULE: Record<string, Message> = {
  sensor_off: m.rule_sensor_off,
  low_battery: m.rule_low_battery,
  gateway_offline: m.rule_gateway_offline,
  gateway_twice: m.rule_gateway_twice,
  database_down: m.rule_database_down,
  broker_down: m.rule_broker_down,
  intake_impaired: m.rule_intake_impaired,
};
const WHAT: Record<string, Message> = {
  raised: m.what_raised,
  priority_raised: m.what_priority_raised,
  acknowledged: m.what_acknowledged,
  acknowledgement_voided: m.what_acknowledgement_voided,
  cleared: m.what_cleared,
  reactivated: m.what_reactivated,
  reviewed: m.what_reviewed,
  closed: m.what_closed,
};
const PRIORITY: Record<Priority, Message> = { high: m.priority_high, medium: m.priority_medium, low: m.priority_low };
const ROLE: Record<Role, Message> = {
  nurse: m.role_nurse,
  charge_nurse: m.role_charge_nurse,
  technician: m.role_technician,
  administrator: m.role_administrator,
};

const say = (table: Record<string, Message>, code: string): string => table[code]?.() ?? code;

export const vitalName = (vital: string): string => say(VITAL, vital);
/** As on a tile: `HR`, `Temp`. Shown by parts/Words, which sets the 2 of SpO2 below the line. */
export const vitalShort = (vital: string): string => SHORT[vital]?.() ?? vitalName(vital);
export const flagWord = (flag: string): string => say(FLAG, flag);
export const whatWord = (what: string): string => say(WHAT, what);
export const priorityWord = (priority: Priority): string => PRIORITY[priority]();
export const roleWord = (role: Role): string => say(ROLE, role);

/** The condition in words: `SpO2 84 < 88`, `Pulse rate silent`, `Home offline`. */
export function alertWords(alert: Alert): string {
  const { vital, what } = readRule(alert);
  if (alert.rule === 'gateway_twice' && alert.gateway_id !== null)
    return m.rule_gateway_twice_of({ gateway: alert.gateway_id });
  if (vital === null || what === 'other') return say(RULE, alert.rule);
  if (what === 'silent') return m.rule_silent({ vital: vitalShort(vital) });
  const number = (n: number | null): string => (n === null ? '–' : formatValue(vital, n));
  return `${vitalShort(vital)} ${number(alert.value)} ${what === 'low' ? '<' : '>'} ${number(alert.limit)}`;
}

/** What a person has to do about it, where the condition alone does not say it. */
export const todoWords = (alert: Alert): string =>
  alert.rule === 'gateway_twice' ? m.todo_gateway_twice({ gateway: alert.gateway_id ?? '–' }) : '';

/** A rule's name in words, without numbers: `SpO2 low`, `Home offline`. */
export function ruleWords(rule: string): string {
  const { vital, what } = readRule({ rule, vital: null });
  if (vital === null || what === 'other') return say(RULE, rule);
  const words = { low: m.rule_low, high: m.rule_high, silent: m.rule_silent }[what];
  return words({ vital: vitalShort(vital) });
}

/** What else a nurse wants to know of it: the extreme, and whether it is told late. */
export function extremeWords(alert: Alert): string {
  if (alert.extreme === null || !alert.vital) return '';
  const value = formatValue(alert.vital, alert.extreme);
  return readRule(alert).what === 'high' ? m.alert_highest({ value }) : m.alert_lowest({ value });
}

export const unitOf = (vital: string): string => factsOf(vital).unit;

const CLOCK: Record<string, Message> = {
  synchronised: m.clock_synchronised,
  drifting: m.clock_drifting,
  unknown: m.clock_unknown,
};
export const clockWord = (clock: string): string => say(CLOCK, clock);

/** A language's name in the reader's own: `Spanish`, `español`. */
export const languageName = (tag: string): string =>
  new Intl.DisplayNames([settings.locale], { type: 'language' }).of(tag) ?? tag;

const EVENT: Record<string, Message> = {
  alert_raised: m.event_alert_raised,
  alert_ended: m.event_alert_ended,
  bound: m.event_bound,
  unbound: m.event_unbound,
  limits_changed: m.event_limits_changed,
  device_link_up: m.event_device_link_up,
  device_link_down: m.event_device_link_down,
  button: m.event_button,
  cuff_fault: m.event_cuff_fault,
  not_collected: m.event_not_collected,
  disk_fault: m.event_disk_fault,
  rejected: m.event_rejected,
  loss: m.event_loss,
};
const LOSS: Record<string, Message> = {
  disk_full: m.loss_disk_full,
  corrupt: m.loss_corrupt,
  power_failure: m.loss_power_failure,
};
const LOST: Record<string, Message> = { waveforms: m.event_loss_waveforms, numerics: m.event_loss_numerics };

/** What happened: `Device bound`, `Waveform given up`. */
export const eventWord = (event: Pick<TimelineEvent, 'kind' | 'class'>): string =>
  (event.kind === 'loss' ? LOST[event.class ?? '']?.() : undefined) ?? say(EVENT, event.kind);

/** What else is known of it; of a loss the stretch it lies in. */
export function eventDetail(event: TimelineEvent): string {
  if (event.kind !== 'loss') return event.detail || (event.device_id ?? '');
  const reason = say(LOSS, event.detail);
  if (event.until_at === null) return reason;
  return m.loss_stretch({ from: dayTime(event.at), to: dayTime(event.until_at), reason });
}

/** Vital signs by their names. */
import * as codes from './codes';
import { say } from './codes';
import * as m from './paraglide/messages';

const SHORT: Record<string, () => string> = {
  heart_rate: m.short_heart_rate,
  pulse_rate: m.short_pulse_rate,
  respiratory_rate: m.short_respiratory_rate,
  temperature: m.short_temperature,
  systolic: m.short_systolic,
  diastolic: m.short_diastolic,
  mean_arterial: m.short_mean_arterial,
  perfusion_index: m.short_perfusion_index,
};

export const vitalName = (vital: string): string => say(codes.vitals, vital);
/** As on a tile: `HR`, `Temp`. Shown by parts/Words, which sets the 2 of SpO2 below the line. */
export const vitalShort = (vital: string): string => SHORT[vital]?.() ?? vitalName(vital);

/** What the screen needs to know of each vital sign. Keys and decimals are those of the hub. */
export interface VitalFacts {
  /** Digits after the point that a clinician reads; fewer than are stored. */
  digits: number;
  unit: string;
  /** Scale of sparklines, and first scale of trends. It is the same for all patients, so that a flat line means calm. */
  scale: readonly [number, number];
  /** True when measured only now and then (cuff, thermometer): its age is always shown. */
  intermittent: boolean;
}

export const VITALS: Readonly<Record<string, VitalFacts>> = {
  heart_rate: { digits: 0, unit: '/min', scale: [38, 134], intermittent: false },
  pulse_rate: { digits: 0, unit: '/min', scale: [38, 134], intermittent: false },
  spo2: { digits: 0, unit: '%', scale: [81, 100], intermittent: false },
  perfusion_index: { digits: 1, unit: '%', scale: [0, 10], intermittent: false },
  respiratory_rate: { digits: 0, unit: '/min', scale: [6, 34], intermittent: false },
  temperature: { digits: 1, unit: '°C', scale: [35, 40], intermittent: true },
  systolic: { digits: 0, unit: 'mmHg', scale: [70, 190], intermittent: true },
  diastolic: { digits: 0, unit: 'mmHg', scale: [40, 120], intermittent: true },
  mean_arterial: { digits: 0, unit: 'mmHg', scale: [50, 140], intermittent: true },
  weight: { digits: 1, unit: 'kg', scale: [40, 120], intermittent: true },
  glucose: { digits: 0, unit: 'mg/dL', scale: [50, 250], intermittent: true },
  etco2: { digits: 0, unit: 'mmHg', scale: [20, 60], intermittent: false },
};

/** Numbers that have a trend though no device of a home gives them. */
const ONLY_BY_HAND: Readonly<Record<string, VitalFacts>> = {
  pain: { digits: 0, unit: '', scale: [0, 10], intermittent: true },
};

const UNKNOWN: VitalFacts = { digits: 1, unit: '', scale: [0, 100], intermittent: true };

export const factsOf = (vital: string): VitalFacts => VITALS[vital] ?? ONLY_BY_HAND[vital] ?? UNKNOWN;

/** True for a number whose digits, unit and usual scale the screen knows; of another one the hub's answer says the unit. */
export const isKnownNumber = (code: string): boolean => code in VITALS || code in ONLY_BY_HAND;

/** The number as a clinician reads it, without its unit. The decimal sign is a point in every language, as on the devices. */
export const formatValue = (vital: string, value: number): string => value.toFixed(factsOf(vital).digits);

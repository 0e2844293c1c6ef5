/** The parameters of codes as they stand in a sentence: numbers, instants and names as the reader writes them. */
import { intlTag } from '../app/settings.svelte';
import { unitText } from '../model/observations';
import * as codes from './codes';
import { say, type Table } from './codes';
import { listed } from './isolates';
import { clockMinute } from './time.svelte';

/** The codes that stand in sentences: those of one place, and of lists of what can be chosen. */
const NAMED = {
  vitals: codes.vitals,
  observation_codes: codes.observation_codes,
  findings: codes.findings,
  methods: codes.methods,
  incident_states: codes.incident_states,
  stamp_sources: codes.stamp_sources,
  unit_equipment: codes.unit_equipment,
  unit_skills: codes.unit_skills,
  roles: codes.roles,
  rights: codes.rights,
  things: codes.things,
  complaints: codes.complaints,
  templates: codes.templates,
  rules: codes.rules,
};

/** What a parameter is, as `x-params` of the hub's description names it. */
export type Is = 'text' | 'number' | 'seconds' | 'instant' | 'unit' | 'choices' | 'english' | keyof typeof NAMED;

/** What each parameter is, by its name: the same in every code. */
export const PARAMS = {
  person: 'text',
  device: 'text',
  kit: 'text',
  gateway: 'text',
  folder: 'text',
  address: 'text',
  path: 'text',
  driver: 'text',
  example: 'text',
  baud: 'number',
  wait: 'seconds',
  age: 'seconds',
  longest: 'seconds',
  shortest: 'seconds',
  since: 'instant',
  from: 'instant',
  until: 'instant',
  stays: 'number',
  low: 'number',
  high: 'number',
  places: 'number',
  records: 'number',
  bodies: 'number',
  days: 'number',
  unit: 'unit',
  sent: 'text',
  is: 'incident_states',
  next: 'incident_states',
  vital: 'vitals',
  right: 'rights',
  thing: 'things',
  complaint: 'complaints',
  choices: 'choices',
  known: 'choices',
  fields: 'choices',
  devices: 'choices',
  waits: 'english',
  missing: 'english',
  reason: 'english',
} as const satisfies Record<string, Is>;

export type Slots = Record<keyof typeof PARAMS, string>;

/** Stands where the hub said nothing that can be written. */
export const NOTHING = '–';

const number = (n: number): string => new Intl.NumberFormat(intlTag(), { maximumFractionDigits: 6 }).format(n);

/** `31 days`, `10 minutes`, `90 seconds`: the largest unit in which it is a whole number; minutes from ten of them on. */
export function durationWords(s: number): string {
  const unit =
    s > 0 && s % 86_400 === 0
      ? ({ unit: 'day', of: 86_400 } as const)
      : s >= 600 && s % 60 === 0
        ? ({ unit: 'minute', of: 60 } as const)
        : ({ unit: 'second', of: 1 } as const);
  const form = { style: 'unit', unitDisplay: 'long', unit: unit.unit } as const;
  return new Intl.NumberFormat(intlTag(), form).format(s / unit.of);
}

/** `5 minutes`, `15 seconds`: how long a rung waits. */
export function waitWords(s: number): string {
  const [unit, count] = s % 60 === 0 ? (['minute', s / 60] as const) : (['second', s] as const);
  return new Intl.NumberFormat(intlTag(), { style: 'unit', unitDisplay: 'long', unit }).format(count);
}

/** A field that the hub names, by its last part: `limits[2].low` is `Low`. */
export const fieldName = (path: string): string => {
  const last = path.split('.').at(-1) ?? path;
  const word = say(codes.fields, last);
  return word === last ? path : word;
};

const tables = new Map<string, Table>(Object.entries(NAMED));
const nameIn = (list: string, code: string): string =>
  list === 'fields' ? fieldName(code) : say(tables.get(list) ?? {}, code);

/** Names from a list, as the reader joins them. */
function choices(value: unknown): string {
  const { of, codes } = (typeof value === 'object' && value !== null ? value : {}) as { of?: unknown; codes?: unknown };
  if (!Array.isArray(codes)) return NOTHING;
  return listed(codes.map((code) => nameIn(String(of), String(code))));
}

function write(is: Is, value: unknown): string {
  if (is === 'choices') return choices(value);
  if (typeof value === 'number')
    return is === 'seconds' ? durationWords(value) : is === 'instant' ? clockMinute(value) : number(value);
  if (typeof value !== 'string') return NOTHING;
  return is === 'unit' ? unitText(value) : nameIn(is, value);
}

/** Every place that a sentence can have. */
export function slotsOf(params: Readonly<Record<string, unknown>>): Slots {
  const written = Object.entries(PARAMS).map(([name, is]) => [name, write(is, params[name])]);
  return Object.fromEntries(written) as Slots;
}

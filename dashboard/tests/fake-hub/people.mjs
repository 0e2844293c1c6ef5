// Invented patients and their numbers, reproducible from a seed. No real person is meant.
const FAMILY = [
  'Garcia',
  'Reyes',
  'Wang',
  'Ferreira',
  'Khalil',
  'Novak',
  'Okafor',
  'Lindqvist',
  'Moreau',
  'Castellanos-Iturralde',
  'Baptiste',
  'Singh',
];
const GIVEN = ['Maria', 'Amina', 'Li', 'Joao', 'Dalia', 'Petr', 'Ngozi', 'Sven', 'Claire', 'Rosa', 'Jean', 'Harpreet'];
const LANGUAGES = ['es', 'en', 'pt', 'zh', 'ar', 'en', 'fr', 'ht'];

/** Mulberry32: small, seeded, good enough for pictures. */
export function random(seed) {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export const uuid = (kind, n) => `0190c2d${kind}-0000-7000-8000-${String(n).padStart(12, '0')}`;

/** A limit of rungs `[edge, seconds, priority]`, with what the hub says beside them. */
function limit(vital, low, high) {
  const rungs = (list) => list.map(([edge, for_s, priority]) => ({ edge, for_s, priority }));
  const [low_rungs, high_rungs] = [rungs(low), rungs(high)];
  const critical = (list) => list.slice(1).find((r) => r.for_s === 0 && r.priority === 'high')?.edge ?? null;
  const first = low_rungs[0] ?? high_rungs[0];
  return {
    ...{ vital, low: low_rungs[0]?.edge ?? null, high: high_rungs[0]?.edge ?? null },
    ...{ delay_s: first.for_s, priority: first.priority, low_rungs, high_rungs },
    ...{ critical_low: critical(low_rungs), critical_high: critical(high_rungs) },
  };
}

export const LIMITS = [
  limit(
    'spo2',
    [
      [88, 600, 'medium'],
      [85, 0, 'high'],
    ],
    [],
  ),
  limit(
    'pulse_rate',
    [
      [45, 600, 'medium'],
      [35, 0, 'high'],
    ],
    [
      [120, 600, 'medium'],
      [150, 0, 'high'],
    ],
  ),
  limit(
    'respiratory_rate',
    [
      [10, 600, 'medium'],
      [6, 0, 'high'],
    ],
    [
      [24, 300, 'medium'],
      [32, 0, 'high'],
    ],
  ),
  limit(
    'temperature',
    [[35, 0, 'medium']],
    [
      [38.5, 0, 'medium'],
      [40, 0, 'high'],
    ],
  ),
  limit(
    'systolic',
    [
      [95, 0, 'medium'],
      [80, 0, 'high'],
    ],
    [
      [160, 0, 'medium'],
      [190, 0, 'high'],
    ],
  ),
];

export function patient(n, now) {
  const pick = (list) => list[n % list.length];
  const family_name = FAMILY[(n * 5 + Math.floor(n / 12)) % FAMILY.length];
  const given_name = GIVEN[(n * 7 + 3) % GIVEN.length];
  const facts = {
    family_name,
    given_name,
    initials: `${given_name[0]}. ${family_name[0]}.`,
    birth_date: `${1938 + ((n * 7) % 50)}-0${1 + (n % 9)}-1${n % 10}`,
    medical_record_number: `MRN-${String(40210 + n * 37)}`,
    sex: n % 2 ? 'female' : 'male',
    language: pick(LANGUAGES),
  };
  return {
    episode_id: uuid('e', n),
    patient_id: uuid('a', n),
    label: `H-${String(n).padStart(2, '0')}`,
    address: `${n} Sample Lane`,
    phone: n % 5 ? `555 01${String(n).padStart(2, '0')}` : '',
    phase: n % 3 ? 'acute' : 'restorative',
    time_zone: 'America/New_York',
    admitted_at: now - (1 + (n % 6)) * 86_400_000,
    limits: structuredClone(LIMITS),
    gateway_id: `gw-home-${n}`,
    devices: [
      { id: `nonin-${n}`, model: 'Nonin 3150', vitals: ['spo2', 'pulse_rate'], cadence_ms: 1000 },
      { id: `patch-${n}`, model: 'Respiration patch', vitals: ['respiratory_rate'], cadence_ms: 5000 },
      {
        id: `cuff-${n}`,
        model: 'Cuff UA-651',
        vitals: ['systolic', 'diastolic', 'mean_arterial'],
        cadence_ms: 3_600_000,
      },
      { id: `therm-${n}`, model: 'Thermometer', vitals: ['temperature'], cadence_ms: 14_400_000 },
    ],
    ...facts,
  };
}

/** What the patient's body shows at an instant; `story` bends it. */
export function body(n, at, story) {
  const r = random(n * 7919);
  const base = {
    rate: 62 + r() * 30,
    spo2: 94 + r() * 4,
    rr: 14 + r() * 6,
    sys: 112 + r() * 24,
    temp: 36.4 + r() * 0.7,
  };
  const slow = Math.sin(at / 400_000 + n) + 0.5 * Math.sin(at / 90_000 + n * 3);
  const quick = Math.sin(at / 2_300 + n * 11) * 0.6;
  const sinking = story === 'desaturation' ? 11 : 0;
  const racing = story === 'tachycardia' ? 52 : 0;
  return {
    pulse_rate: Math.round(base.rate + slow * 4 + quick + racing),
    spo2: Math.round((base.spo2 + slow * 0.7 + quick * 0.4 - sinking) * 10) / 10,
    respiratory_rate: Math.round(base.rr + slow + (story === 'tachypnoea' ? 12 : 0)),
    systolic: Math.round(base.sys + slow * 5),
    diastolic: Math.round(base.sys * 0.62 + slow * 3),
    temperature: Math.round((base.temp + slow * 0.1 + (story === 'fever' ? 2.2 : 0)) * 100) / 100,
  };
}

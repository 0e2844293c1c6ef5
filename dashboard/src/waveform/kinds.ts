/** The waveforms that devices stream: what each is called, and how it is swept. */
import { m } from '../i18n';

export type Kind = 'ecg' | 'pleth' | 'resp';

interface Facts {
  name: () => string;
  /** The colour of its vital among the trends. */
  colour: string;
  /** A breath takes as long as several beats: respiration is swept at half the speed, as at a bedside. */
  window_ms: number;
}

/** In the order of a bedside monitor. */
export const KINDS: Readonly<Record<Kind, Facts>> = {
  ecg: { name: m.wave_ecg, colour: 'var(--lane-rate)', window_ms: 8_000 },
  pleth: { name: m.wave_pleth, colour: 'var(--lane-spo2)', window_ms: 8_000 },
  resp: { name: m.wave_resp, colour: 'var(--lane-resp)', window_ms: 16_000 },
};
export const ALL = Object.keys(KINDS) as Kind[];
export const isKind = (word: string): word is Kind => Object.hasOwn(KINDS, word);

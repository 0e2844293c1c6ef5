/** Doses of what lowers a fever, in words. The crew's phone does not load them. */
import type { AntipyreticDose } from '../api/types';
import { formatAge } from '../model/age';
import { clockMinute, findingWord, m } from '.';

/** As on a tile, without a second name of the drug: `Paracetamol 2 h ago`. */
export const doseWords = ({ drug, at }: AntipyreticDose, now_ms: number): string =>
  m.antipyretic_given({ drug: findingWord(drug).replace(/ \(.*\)$/, ''), time: formatAge(Math.max(0, now_ms - at)) });

/** As a sentence: `Paracetamol given 14:10: a fever may be masked until 20:10`. */
export const maskWords = ({ drug, at, until }: AntipyreticDose): string =>
  m.antipyretic_masks({ drug: findingWord(drug), at: clockMinute(at), until: clockMinute(until) });

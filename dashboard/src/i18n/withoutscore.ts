/** Why NEWS2 is not judged for a patient, in words. */
import type { WithoutNews2 } from '../api/types';
import * as m from './paraglide/messages';

/** On a tile, in a few words. */
export const scoreOff = (why: WithoutNews2): string =>
  why === 'under_16' ? m.score_off_under_16() : m.score_off_pregnant();
/** On the page of the patient and in the profile. */
export const withoutScore = (why: WithoutNews2): string =>
  why === 'under_16' ? m.profile_without_under_16() : m.profile_without_pregnant();

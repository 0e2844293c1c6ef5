/** What is switched off for a patient, in words. The crew's phone does not load it. */
import type { Quiet } from '../api/types';
import { dayTime, m, PAUSE_REASONS, ruleWords } from '.';

/** What is quiet of a stay: a rule, or the context that the patient is in. */
export const quietWords = ({ rule, context }: Quiet): string =>
  rule !== null ? ruleWords(rule) : PAUSE_REASONS[context ?? 'shelved']();
/** Until when it is quiet. */
export const quietUntil = ({ until_at }: Quiet): string =>
  until_at === null ? m.quiet_until_ended() : m.quiet_until({ time: dayTime(until_at) });
const QUIET_ENDS: Record<string, () => string> = {
  over: m.quiet_end_over,
  worse: m.quiet_end_worse,
  new: m.quiet_end_new,
  ended: m.quiet_end_ended,
  stay_ended: m.quiet_end_stay,
};
/** Why it ended. */
export const quietEnd = (why: string): string => QUIET_ENDS[why]?.() ?? why;

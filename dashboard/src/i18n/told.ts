/** What the hub has to say in the reader's language: from a code with parameters to words. */
import { ApiError, type Coded, type FieldError } from '../api/problem';
import * as m from './paraglide/messages';
import { SENTENCES } from './sentences';
import { fieldName, NOTHING, slotsOf } from './slots';

/** Words, and `en` where they are the hub's own English because this screen has none for its code. */
export interface Told {
  text: string;
  lang: 'en' | undefined;
}

/** The words for a code; the English beside it for a code that this screen does not know. */
export function tell(kind: keyof typeof SENTENCES, { code, params, message }: Coded): Told {
  const sentence = Object.hasOwn(SENTENCES[kind], code) ? SENTENCES[kind][code] : undefined;
  return sentence ? { text: sentence(slotsOf(params)).trim(), lang: undefined } : { text: message, lang: 'en' };
}

/** What a gateway wants mended, in full. A gateway of before sends nothing to put in the places: its own English says it. */
export function tellTrouble(problem: Coded): Told {
  const told = tell('troubles', problem);
  const gaps = Object.keys(problem.params).length === 0 && told.text.includes(NOTHING);
  return gaps ? { text: problem.message, lang: 'en' } : told;
}

/** Why a field was not accepted. */
export const tellFault = (fault: FieldError): Told => tell('field_faults', fault);

/** What to say beside a field of a form; null where nothing is wrong. */
export type ErrorOf = (field: string) => Told | null;

/** Each thing that is to be said of an error, in order: why, then field by field. */
export function tellError(error: unknown): Told[] {
  if (!(error instanceof ApiError)) {
    const text = m.error_other({ detail: error instanceof Error ? error.message : '' });
    return [{ text: text.trim(), lang: undefined }];
  }
  const why = tell('causes', error.said);
  const faults = error.fields.map((fault) => {
    const { text, lang } = tellFault(fault);
    return { text: m.error_field({ field: fieldName(fault.field), why: text }), lang };
  });
  // Each field says for itself what their list would say.
  if (error.said.code === 'invalid' && faults.length > 0) return faults;
  if (why.text === '') return [{ text: m.error_http({ status: error.status }), lang: undefined }, ...faults];
  // The hub's own English says "The hub refused." in the reader's language before it.
  return why.lang === undefined
    ? [why, ...faults]
    : [{ text: m.error_other({ detail: '' }).trim(), lang: undefined }, why, ...faults];
}

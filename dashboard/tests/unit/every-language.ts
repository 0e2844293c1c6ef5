/** Before each file of tests: the texts of all languages are there, so that a test can speak any of them at once. */
import { LOCALES } from '../../src/app/languages';
import { load } from '../../src/i18n/texts';

await Promise.all(LOCALES.map(load));

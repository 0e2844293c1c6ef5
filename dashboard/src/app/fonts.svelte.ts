/** The letters of the page, asked for at once: texts that change their width when letters come late move all beside them. */
const WEIGHTS = [400, 500, 600, 700];
/** Without them the page is as readable: nobody waits longer for their sake. */
const PATIENCE_MS = 2_000;

export const fonts = $state({ ready: false });

const asked = WEIGHTS.map((weight) => document.fonts.load(`${weight} 16px "IBM Plex Sans Condensed"`));
void Promise.race([Promise.allSettled(asked), new Promise((done) => setTimeout(done, PATIENCE_MS))]).then(
  () => (fonts.ready = true),
);

/** The fonts of the page are loaded at once: text whose font comes late changes its width and moves everything beside it. */
const WEIGHTS = [400, 500, 600, 700];
/** How long the page waits for its fonts, ms. It is readable without them, so it does not wait longer. */
const PATIENCE_MS = 2_000;

export const fonts = $state({ ready: false });

const asked = WEIGHTS.map((weight) => document.fonts.load(`${weight} 16px "IBM Plex Sans Condensed"`));
void Promise.race([Promise.allSettled(asked), new Promise((done) => setTimeout(done, PATIENCE_MS))]).then(
  () => (fonts.ready = true),
);

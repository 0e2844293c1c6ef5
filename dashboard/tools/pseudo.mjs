// Where the build with the pseudo-locale lies: apart from the one that people use, and never shipped.
const at = (name) => new URL(`../node_modules/.cache/hearth/pseudo/${name}`, import.meta.url).pathname;

export const PSEUDO = {
  wanted: process.env.HEARTH_PSEUDO === '1',
  messages: at('paraglide'),
  dist: at('dist/'),
};

/** For Vite: the texts of the pseudo-locale instead of those of the languages. */
export const alias = PSEUDO.wanted
  ? [{ find: /^\.\/paraglide\/messages\//, replacement: `${PSEUDO.messages}/messages/` }]
  : [];

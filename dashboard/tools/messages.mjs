// Compiles the message catalogue (src/i18n/messages/*.json) into typed functions.
// The output is not checked in: build, check and test each make it first.
import { compile } from '@inlang/paraglide-js';

await compile({
  project: './src/i18n/project.inlang',
  outdir: './src/i18n/paraglide',
  strategy: ['globalVariable', 'baseLocale'],
  outputStructure: 'message-modules',
  emitGitIgnore: false,
  disableAsyncLocalStorage: true,
  isServer: 'false',
});

// The library leaves timers behind that would hold the process open for half a minute.
process.exit(0);

// npm run axe [-- wall dark]: each scene in both themes and both widths must have no violation.
import { launch } from './browser.mjs';
import { stageAll } from './scenes.mjs';
import { violationsOf } from './violations.mjs';

const browser = await launch();
let examined = 0;
let found = 0;
try {
  await stageAll(browser, process.argv.slice(2), async (page, name) => {
    const violations = await violationsOf(page);
    examined += 1;
    found += violations.length;
    for (const v of violations) {
      process.stdout.write(`${name}: ${v.id}: ${v.nodes.length} × ${v.nodes[0]?.html.slice(0, 160)}\n`);
      process.stdout.write(`    ${v.nodes[0]?.any[0]?.message ?? v.help}\n`);
    }
  });
} finally {
  await browser.close();
}
process.stdout.write(`${examined} scenes examined, ${found} violations\n`);
process.exitCode = found === 0 ? 0 : 1;

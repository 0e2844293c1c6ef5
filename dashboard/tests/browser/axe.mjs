// npm run axe [-- wall dark]: each scene in both themes and both widths must have no violation.
import { AxeBuilder } from '@axe-core/playwright';
import { launch } from './browser.mjs';
import { stageAll } from './scenes.mjs';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'];
const browser = await launch();
let examined = 0;
let found = 0;
try {
  await stageAll(browser, process.argv.slice(2), async (page, name) => {
    const { violations } = await new AxeBuilder({ page }).withTags(TAGS).analyze();
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

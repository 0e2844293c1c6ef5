// What axe finds wrong in a page.
import { AxeBuilder } from '@axe-core/playwright';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'];

/**
 * The violations of a page. No page has a frame of another origin, so axe needs no second page to put its results
 * together; and of what is in order nothing is told. That is half of the work, and finds the same.
 */
export async function violationsOf(page) {
  const axe = new AxeBuilder({ page })
    .options({ resultTypes: ['violations'] })
    .withTags(TAGS)
    .setLegacyMode(true);
  return (await axe.analyze()).violations;
}

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { atRest } from './console.js';

/** Where the pictures are, for people to look at. */
const FOLDER = join(import.meta.dirname, '../../.roster/screenshots');

/** The narrowest telephone (WCAG 2.2, 1.4.10), a tablet, and a desk. */
const WIDTHS = [320, 768, 1_440];

/** Takes pictures of a page at each width, light and dark. Returns at which widths something sticks out of it sideways. */
export async function photograph(page: Page, name: string): Promise<string[]> {
  mkdirSync(FOLDER, { recursive: true });
  await atRest(page);
  const faults: string[] = [];
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    const shown = await page.evaluate<number>('document.documentElement.scrollWidth');
    if (shown > width) faults.push(`${name} is ${shown} px wide in a window of ${width}`);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: join(FOLDER, `${name}-${width}-${colorScheme}.png`), animations: 'disabled' });
    }
  }
  return faults;
}

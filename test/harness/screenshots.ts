import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import { expectAccessible } from './console.js';

/** Where the pictures are, for people to look at. */
const FOLDER = join(import.meta.dirname, '../../.roster/screenshots');

const WIDTHS = [320, 768, 1440];

/** Takes pictures of a page at each width, light and dark. Nothing sticks out sideways, and it is accessible. */
export async function photograph(page: Page, name: string): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 800 });
    const sticksOut = await page.evaluate(
      'document.documentElement.scrollWidth > document.documentElement.clientWidth',
    );
    expect({ name, width, sticksOut }).toEqual({ name, width, sticksOut: false });
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: join(FOLDER, `${name}-${width}-${colorScheme}.png`), animations: 'disabled' });
    }
  }
  await expectAccessible(page);
}

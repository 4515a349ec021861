import { AxeBuilder } from '@axe-core/playwright';
import { expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import { browsing } from './browser.js';
import type { Person } from './people.js';
import { LONG } from './scale.js';

/** A window of the console, with what it did wrong meanwhile. */
export interface ConsoleWindow {
  readonly page: Page;
  /** Errors of scripts and of the content security policy, and requests to other hosts than the gateway. */
  readonly complaints: readonly string[];
}

/**
 * Opens the console in a browser of its own, where somebody may also go to these `others`. Afterwards no script has failed,
 * and no policy was violated (S56).
 */
export async function inConsole(
  url: string,
  path: string,
  work: (window: ConsoleWindow) => Promise<void>,
  others: readonly string[] = [],
): Promise<void> {
  await browsing(async (browser) => {
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => {
      // The browser itself reports each refused request; whether it should have been refused is for the test to say.
      const isRefusal = message.text().startsWith('Failed to load resource');
      if (message.type() === 'error' && !isRefusal) complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    const isKnown = (address: string) => [url, ...others].some((known) => address.startsWith(known));
    page.on('request', (request) => isKnown(request.url()) || complaints.push(`request to ${request.url()}`));
    await page.goto(url + path);
    await work({ page, complaints });
    expect(complaints).toEqual([]);
  });
}

/** Signs in by the console's own page, with the keyboard alone. */
export async function signInAt(page: Page, { email }: Pick<Person, 'email'>, password: string): Promise<void> {
  await page.getByLabel('E-mail address').fill(email);
  await page.keyboard.press('Enter');
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.keyboard.press('Enter');
}

/** In the long run the dark one too: to look through a page takes longer than to use it. */
const SCHEMES = LONG ? (['light', 'dark'] as const) : (['light'] as const);

/** Holds the page to WCAG 2.2 AA, as far as a program can. */
export async function expectAccessible(page: Page): Promise<void> {
  for (const colorScheme of SCHEMES) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await new AxeBuilder({ page })
      .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
      .analyze();
    const found = violations.map(
      ({ id, nodes }) => `${colorScheme}: ${id}: ${nodes.map(({ html }) => html).join(' | ')}`,
    );
    expect(found).toEqual([]);
  }
}

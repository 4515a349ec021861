import { AxeBuilder } from '@axe-core/playwright';
import { expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import { browsing } from './browser.js';
import { eventually } from './eventually.js';
import { PASSWORD, type Person } from './people.js';
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

/** Opens the profile by the menu behind one's own name. */
export async function openProfile(page: Page, name = 'Olivia Owner'): Promise<void> {
  await page.getByRole('button', { name, exact: true }).click();
  await page.getByRole('menuitem', { name: 'Profile', exact: true }).click();
  await page.getByRole('heading', { name: 'Profile', exact: true }).waitFor();
}

/** Signs out by the menu behind one's own name. */
export async function signOut(page: Page, name = 'Olivia Owner'): Promise<void> {
  await page.getByRole('button', { name, exact: true }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.getByLabel('E-mail address').waitFor();
}

/** Answers the dialog that asks for a fresh proof. */
export async function prove(page: Page): Promise<void> {
  const proof = page.getByRole('dialog', { name: 'Confirm that it is you' });
  await proof.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.keyboard.press('Enter');
  await proof.waitFor({ state: 'detached' });
}

/** The row of a table in which this stands. */
export const rowOf = (page: Page, text: string) => page.getByRole('row').filter({ hasText: text });

/** Chooses from the menu of a row. */
export async function act(page: Page, text: string, item: string): Promise<void> {
  await rowOf(page, text)
    .getByRole('button', { name: /^(More about|Actions for)/ })
    .click();
  await page.getByRole('menuitem', { name: item, exact: true }).click();
}

/** Opens a page by the navigation. */
export async function goTo(page: Page, name: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name, exact: true }).click();
  await page.getByRole('heading', { name, level: 1 }).waitFor();
}

/** In the long run the dark one too: to look through a page takes longer than to use it. */
const SCHEMES = LONG ? (['light', 'dark'] as const) : (['light'] as const);

/** Waits until nothing on the page is still loading. The page's policy allows no code in words, so this asks again and again. */
const atRest = (page: Page): Promise<true> =>
  eventually('the page to have loaded', async () => {
    const busy = page.locator('[aria-busy=true], .mantine-Loader-root, .mantine-Skeleton-root[data-visible]');
    return (await busy.count()) === 0 || undefined;
  });

/** Holds the page to WCAG 2.2 AA, as far as a program can, once it has loaded. */
export async function expectAccessible(page: Page): Promise<void> {
  await atRest(page);
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

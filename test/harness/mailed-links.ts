import type { BrowserContext, Page } from 'playwright-core';
import type { CaughtMail } from './mail.js';

/** How long a scanner that runs scripts lets a page do what it wants. */
export const LINGER = 3_000;

export function linkIn(mail: CaughtMail): string {
  const link = /https?:\/\/\S+#token=[\w.~-]+/.exec(mail.text)?.[0];
  if (!link) throw new Error(`No link in the mail “${mail.subject}”`);
  return link;
}

/** Opens a link as a person or a scanner does, and waits until its token has left the address; keeps every request. */
export async function openLink(browser: BrowserContext, link: string): Promise<{ page: Page; requests: string[] }> {
  const page = await browser.newPage();
  const requests: string[] = [];
  page.on('request', (request) => requests.push(`${request.method()} ${request.url()}`));
  await page.goto(link, { waitUntil: 'networkidle' });
  await page.waitForURL(link.split('#')[0] ?? '');
  return { page, requests };
}

/** Visits a link as scanners without scripts do. Resolves with all statuses that there were. */
export async function scanByRequests(link: string): Promise<number[]> {
  const [bare = ''] = link.split('#');
  const statuses = new Set<number>();
  for (const method of ['GET', 'HEAD']) {
    for (let visit = 0; visit < 20; visit++) {
      // Some scanners send the fragment along, or make a parameter of it.
      const { status } = await fetch(visit % 2 ? link.replace('#', '?') : bare, { method });
      statuses.add(status);
    }
  }
  return [...statuses];
}

/** Lets a browser with scripts stay on the link's page. Resolves with what it asked for, and where it ended. */
export async function scanByBrowser(
  browser: BrowserContext,
  link: string,
): Promise<{ requests: string[]; url: string }> {
  const { page, requests } = await openLink(browser, link);
  await page.waitForTimeout(LINGER);
  const url = page.url();
  await page.close();
  return { requests, url };
}

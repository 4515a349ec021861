import { browsing, type Page } from '../../../../test/harness/browser.js';

/** Opens a mailed link in a browser; the complaints are what it had to say against the page (S37). */
export async function openMailed<T>(
  url: string,
  link: string,
  work: (page: Page, complaints: string[]) => Promise<T>,
): Promise<T> {
  return browsing(async (browser) => {
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => request.url().startsWith(url) || complaints.push(request.url()));
    await page.goto(url + link);
    return work(page, complaints);
  });
}

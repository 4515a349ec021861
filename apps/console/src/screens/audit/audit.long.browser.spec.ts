import { beforeAll, describe, expect, it } from '@jest/globals';
import { findBrowser } from '../../../../../test/harness/browser.js';
import { expectAccessible, inConsole, signInAt } from '../../../../../test/harness/console.js';
import { colleague, openAccount, PASSWORD, roleId, succeeded } from '../../../../../test/harness/people.js';
import { sharedSystem, type Roster } from '../../../../../test/harness/system.js';

let roster: Roster;

beforeAll(async () => {
  roster = sharedSystem();
  await findBrowser();
});

describe('The audit page', () => {
  it('shows who changed what from what to what, filters, exports, checks the trail, and shows a past state', async () => {
    const owner = await openAccount(roster);
    const carl = await colleague(roster, owner);
    const roleIds = [await roleId(owner, 'Read only')];
    succeeded(await owner.api.put(`/v1/members/${carl.memberId}/roles`, { roleIds }));
    await inConsole(roster.url, '/console/audit', async ({ page }) => {
      await signInAt(page, owner, PASSWORD);
      const summary = 'Olivia Owner changed the roles of Carl Colleague';
      const list = page.getByRole('list', { name: 'What was done' });
      await list.getByText(summary).waitFor();
      await list.getByText('Olivia Owner opened the account').waitFor();

      await page.getByRole('combobox', { name: 'What' }).fill('roles');
      await page.getByRole('option', { name: 'Person: roles changed' }).click();
      await page.waitForURL(/action=member\.roles-set/);
      await list.getByText('Olivia Owner opened the account').waitFor({ state: 'detached' });
      await page.getByRole('button', { name: `Changes: ${summary}` }).click();
      await list.getByText('Roles: Editor → Read only').waitFor();
      await expectAccessible(page);

      const downloading = page.waitForEvent('download');
      await page.getByRole('link', { name: 'Download CSV' }).click();
      expect((await downloading).suggestedFilename()).toBe('audit.csv');

      await list.getByRole('button', { name: 'What Carl Colleague could do then' }).click();
      const then = page.getByRole('dialog', { name: 'State at a moment' });
      await then.getByRole('button', { name: 'Show', exact: true }).click();
      await then.getByText('Read only').waitFor();
      await expectAccessible(page);
      await page.keyboard.press('Escape');

      await page.getByRole('button', { name: 'Check the trail' }).click();
      await page.getByText('The trail is complete and unchanged').waitFor();
      await page.getByRole('button', { name: 'Clear filters' }).click();
      await list.getByText('Olivia Owner opened the account').waitFor();
    });
  });
});

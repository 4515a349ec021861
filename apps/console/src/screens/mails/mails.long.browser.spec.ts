import { beforeAll, describe, it } from '@jest/globals';
import { findBrowser } from '../../../../../test/harness/browser.js';
import { expectAccessible, inConsole, signInAt } from '../../../../../test/harness/console.js';
import { openAccount, PASSWORD, roleId, succeeded } from '../../../../../test/harness/people.js';
import { select } from '../../../../../test/harness/administrator.js';
import { sharedSystem, type Roster } from '../../../../../test/harness/system.js';

let roster: Roster;

beforeAll(async () => {
  roster = sharedSystem();
  await findBrowser();
});

describe('The page of mails', () => {
  it('shows what became of each, and sends again what failed', async () => {
    const owner = await openAccount(roster);
    const [sent, failed] = ['sent', 'failed'].map((name) => `${name}-${owner.email}`);
    succeeded(
      await owner.api.post('/v1/invitations', { emails: [sent, failed], roleIds: [await roleId(owner, 'Editor')] }),
    );
    for (const email of [sent, failed]) await roster.mail.next(email ?? '');
    await select(
      roster,
      'notifications',
      `update deliveries set state = 'failed', last_error = '550 no such mailbox', attempts = 3 where recipient = '${failed}'`,
    );
    await inConsole(roster.url, '/console/mails', async ({ page }) => {
      await signInAt(page, owner, PASSWORD);
      await page.getByRole('row', { name: `${sent} Invitation sent` }).waitFor();
      const row = page.getByRole('row', { name: failed ?? '' });
      await row.getByText('550 no such mailbox').waitFor();
      await expectAccessible(page);
      await page.getByRole('button', { name: `Send again to ${failed}` }).click();
      await page.getByText(`The mail to ${failed} is sent again.`).waitFor();
      await row.getByText('550 no such mailbox').waitFor({ state: 'detached' });
    });
  });
});

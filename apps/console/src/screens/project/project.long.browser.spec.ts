import { beforeAll, describe, expect, it } from '@jest/globals';
import { findBrowser } from '../../../../../test/harness/browser.js';
import { act, expectAccessible, goTo, inConsole, rowOf, signInAt } from '../../../../../test/harness/console.js';
import { accept, address, openAccount, PASSWORD, succeeded, type Person } from '../../../../../test/harness/people.js';
import { sharedSystem, type Roster } from '../../../../../test/harness/system.js';

let roster: Roster;

beforeAll(async () => {
  roster = sharedSystem();
  await findBrowser();
});

async function colleague(owner: Person): Promise<Person> {
  const email = address('teammate');
  succeeded(await owner.api.post('/v1/invitations', { emails: [email], roleIds: [] }));
  return accept(roster, email);
}

describe('A project, from the screen', () => {
  it('gets a team by both doors, and says for each person what they may do in it (PJ-03 to PJ-10, UI-14, UI-15)', async () => {
    const owner = await openAccount(roster, { preset: 'botplatform' });
    const mate = await colleague(owner);
    await inConsole(roster.url, '/console/projects', async ({ page }) => {
      await signInAt(page, owner, PASSWORD);
      await page.getByText('There is no project yet').waitFor();
      await expectAccessible(page);
      await page.getByRole('button', { name: 'New project' }).click();
      await page.getByLabel('Name').fill('Shop bot');
      await page.keyboard.press('Enter');
      await page.getByRole('link', { name: 'Shop bot' }).click();
      await page.getByRole('heading', { name: 'Shop bot', level: 1 }).waitFor();
      await page.getByText('Project owner').waitFor();

      const dialog = page.getByRole('dialog');
      await page.getByRole('button', { name: 'Edit team' }).click();
      await dialog.getByLabel('Name or e-mail address').fill(mate.email);
      await dialog.getByRole('checkbox', { name: 'Carl Colleague' }).check();
      await dialog.getByText('2 people are marked').waitFor();
      await expectAccessible(page);
      await dialog.getByRole('button', { name: 'Save team' }).click();
      await rowOf(page, mate.email).waitFor();
      await expectAccessible(page);

      const { id: projectId } = succeeded(await owner.api.get('/v1/projects')).body.items[0];
      const mayEdit = async (): Promise<boolean> => {
        const checks = [{ memberId: mate.memberId, permission: 'content:edit', projectId }];
        return succeeded(await owner.api.post('/v1/checks', { checks })).body.results[0].allowed;
      };
      expect(await mayEdit()).toBe(false);
      const permit = () =>
        rowOf(page, mate.email)
          .getByRole('button', { name: /^Permissions of/ })
          .click();
      await permit();
      const content = dialog.getByRole('group', { name: 'Content' });
      await content.getByRole('checkbox').nth(1).check();
      expect(await content.getByRole('checkbox').nth(0).isChecked()).toBe(true);
      await expectAccessible(page);
      await dialog.getByRole('button', { name: 'Save permissions' }).click();
      await page.getByText('The permissions are saved. In force everywhere.').waitFor();
      expect(await mayEdit()).toBe(true);
      await permit();
      await content.getByText('set for this project').first().waitFor();
      await content.getByRole('checkbox').nth(0).uncheck();
      await dialog.getByRole('button', { name: 'Save permissions' }).click();
      await dialog.waitFor({ state: 'detached' });
      expect(await mayEdit()).toBe(false);

      // The other door: at the person.
      await page.goto(`${roster.url}/console/users/${mate.memberId}?tab=projects`);
      const box = page.getByRole('checkbox', { name: 'Shop bot' });
      await box.waitFor();
      expect(await box.isChecked()).toBe(true);
      await expectAccessible(page);
      await box.uncheck();
      await page.getByRole('button', { name: 'Save projects' }).click();
      await page.getByText('The projects are saved. In force everywhere.').waitFor();

      await goTo(page, 'Projects');
      await act(page, 'Shop bot', 'Delete project…');
      await dialog.getByLabel('Type Shop bot to confirm').fill('Shop bot');
      await dialog.getByRole('button', { name: 'Delete project' }).click();
      await page.getByText('There is no project yet').waitFor();
    });
  });

  it('is handed over by its owner, who may then no longer end it; others see only their own (PJ-11, PJ-13)', async () => {
    const owner = await openAccount(roster, { preset: 'botplatform' });
    const [mate, heir] = [await colleague(owner), await colleague(owner)];
    const made = succeeded(await owner.api.post('/v1/projects', { name: 'Help bot', ownerId: mate.memberId })).body;
    succeeded(await owner.api.post('/v1/projects', { name: 'Other bot' }));
    await inConsole(roster.url, '/console/projects', async ({ page }) => {
      await signInAt(page, mate, PASSWORD);
      await rowOf(page, 'Help bot').waitFor();
      expect(await page.getByText('Other bot').count()).toBe(0);
      expect(await page.getByRole('button', { name: 'New project' }).count()).toBe(0);
      await act(page, 'Help bot', 'Hand over to another owner…');
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('combobox', { name: 'New owner' }).fill(heir.email);
      await page.getByRole('option', { name: heir.email }).click();
      await dialog.getByRole('button', { name: 'Hand over project' }).click();
      await dialog.waitFor({ state: 'detached' });
      await page.getByText('You own it').waitFor({ state: 'detached' });
      expect(succeeded(await owner.api.get(`/v1/projects/${made.id}`)).body.ownerId).toBe(heir.memberId);
    });
  });
});

import { beforeAll, expect, it } from '@jest/globals';
import { findBrowser } from '../../../../../test/harness/browser.js';
import { expectAccessible, inConsole, signInAt } from '../../../../../test/harness/console.js';
import { openAccount, PASSWORD } from '../../../../../test/harness/people.js';
import { sharedSystem, type Roster } from '../../../../../test/harness/system.js';

let roster: Roster;

beforeAll(async () => {
  roster = sharedSystem();
  await findBrowser();
});

it('a plan is chosen by its price, a cheaper one waits for the end of the period, and both the change and the end are taken back', async () => {
  const owner = await openAccount(roster, { preset: 'ontraport', planId: 'basic' });
  await inConsole(roster.url, '/console/billing', async ({ page }) => {
    await signInAt(page, owner, PASSWORD);
    const plans = page.getByRole('region', { name: 'Plans' });
    const plan = page.getByRole('region', { name: 'Plan', exact: true });
    await plans.getByRole('button', { name: 'Choose Plus' }).click();
    const dialog = page.getByRole('dialog', { name: 'Change to Plus' });
    await dialog.getByText('From then on $99.00 each month.').waitFor();
    await expectAccessible(page);
    await dialog.getByRole('button', { name: 'Decline' }).click();
    await dialog.waitFor({ state: 'detached' });
    await plans.getByRole('button', { name: 'Choose Plus' }).click();
    await dialog.getByRole('button', { name: 'Agree to continue' }).click();
    await plan.getByText('$99.00 a month').waitFor();
    await dialog.waitFor({ state: 'detached' });

    await plans.getByRole('button', { name: 'Choose Basic' }).click();
    const cheaper = page.getByRole('dialog', { name: 'Change to Basic' });
    await cheaper.getByText('From then on $29.00 each month.').waitFor();
    await cheaper.getByRole('button', { name: 'Change to Basic' }).click();
    await plan.getByText(/^Basic from .* on\.$/).waitFor();
    await expectAccessible(page);
    await plan.getByRole('button', { name: 'Keep Plus' }).click();
    await plan.getByText(/^Basic from /).waitFor({ state: 'detached' });

    await plan.getByRole('button', { name: 'End the subscription' }).click();
    const end = page.getByRole('dialog', { name: 'End the subscription' });
    await end.getByRole('button', { name: 'End the subscription' }).click();
    await plan.getByText(/^The subscription ends on /).waitFor();
    await plan.getByRole('button', { name: 'Keep Plus' }).click();
    await plan.getByText(/^The subscription ends on /).waitFor({ state: 'detached' });
    expect(await plan.getByText('$99.00 a month').count()).toBe(1);
  });
  await roster.mail.next(owner.email, ({ subject }) => subject.startsWith('The plan of '));
});

import { beforeAll, describe, expect, it } from '@jest/globals';
import { resumeAccount, suspendAccount, type SuspensionReason } from '@roster/contracts';
import { eventually } from '../harness/eventually.js';
import {
  accept,
  address,
  colleague,
  openAccount,
  PASSWORD,
  roleId,
  signIn,
  succeeded,
  type Person,
} from '../harness/people.js';
import { sharedSystem, type Roster } from '../harness/system.js';

/** What billing does to an account whose bills are not paid: everything stops but signing in and paying. */
describe('A suspended account', () => {
  let roster: Roster;
  let olivia: Person;
  let ben: Person;
  let rita: Person;

  beforeAll(async () => {
    roster = sharedSystem();
    olivia = await openAccount(roster);
    [ben, rita] = [await colleague(roster, olivia), await colleague(roster, olivia, 'Read only')];
    succeeded(await olivia.api.put('/v1/billing/contact', { memberId: rita.memberId }));
  });

  const suspend = (reason: SuspensionReason) =>
    roster.onBus((bus) => bus.call(suspendAccount, { accountId: olivia.accountId, reason }), 'billing');
  const resume = () => roster.onBus((bus) => bus.call(resumeAccount, { accountId: olivia.accountId }), 'billing');
  const DENIED = { status: 403, body: { code: 'permission.denied', details: { reason: 'account_suspended' } } };

  it('lets people sign in and see themselves, and pay; keys, invitations and all else stop until it is resumed', async () => {
    const roleIds = [await roleId(olivia, 'Editor')];
    const key = succeeded(await olivia.api.post('/v1/api-keys', { name: 'Nightly', roleIds })).body.key as string;
    const email = address('late');
    succeeded(await olivia.api.post('/v1/invitations', { emails: [email], roleIds }));
    const token = await roster.mail.token(email);
    const byKey = () => roster.api.as(key).get('/v1/me/permissions');

    succeeded(await byKey());

    await suspend('unpaid');
    // Access was first, so it holds at once for whoever asks it; each service has heard of it within a moment.
    for (const { api } of [olivia, ben]) {
      await eventually('the denial', async () => ((await api.get('/v1/roles')).status === 403 ? true : undefined));
      expect(await api.get('/v1/members')).toMatchObject(DENIED);
      expect(await api.post('/v1/invitations', { emails: [address('another')], roleIds })).toMatchObject(DENIED);
    }
    const again = await signIn(roster, ben.email);
    expect(succeeded(await again.api.get('/v1/me')).body).toMatchObject({
      account: { status: 'suspended', suspendedFor: 'unpaid' },
      member: { id: ben.memberId },
    });
    expect(succeeded(await olivia.api.get('/v1/billing/subscription')).body).toHaveProperty('plan');
    expect(succeeded(await rita.api.get('/v1/billing/contact')).body).toEqual({ memberId: rita.memberId });
    await eventually('the key to stop', async () => ((await byKey()).status === 403 ? true : undefined));
    expect(await byKey()).toMatchObject(DENIED);
    const person = { firstName: 'Lara', lastName: 'Late', password: PASSWORD };
    expect(await roster.api.post('/v1/invitations/accept', { token, ...person })).toMatchObject(DENIED);
    const transfer = await olivia.api.post('/v1/account/ownership-transfer', { memberId: ben.memberId });
    expect(transfer).toMatchObject(DENIED);

    await suspend('ended');
    expect(succeeded(await olivia.api.get('/v1/me')).body.account).toMatchObject({ suspendedFor: 'ended' });

    await resume();
    await resume();
    await eventually('the end of it', async () =>
      (await olivia.api.get('/v1/members')).status === 200 ? true : undefined,
    );
    const me = succeeded(await ben.api.get('/v1/me')).body;
    expect(me.account).toMatchObject({ status: 'active' });
    expect(me.account).not.toHaveProperty('suspendedFor');
    expect((await accept(roster, email)).accountId).toBe(olivia.accountId);
    const { items } = succeeded(await olivia.api.get('/v1/audit?action=account.suspended&action=account.resumed')).body;
    expect(items.map(({ action, actor }: { action: string; actor: object }) => [action, actor])).toEqual([
      ['account.resumed', expect.objectContaining({ kind: 'service', id: 'billing' })],
      ['account.suspended', expect.objectContaining({ kind: 'service', id: 'billing' })],
    ]);
  });
});

import { beforeAll, describe, expect, it } from '@jest/globals';
import { accept, address, openAccount, PASSWORD, roleId, signIn, succeeded, type Person } from '../harness/people.js';
import { sharedSystem, type Roster } from '../harness/system.js';

let roster: Roster;

beforeAll(() => {
  roster = sharedSystem();
});

const CHOSEN = 'a sentence that somebody else has chosen';

const form = (email: string, more: object) => ({ email, firstName: 'Carl', lastName: 'Colleague', ...more });

async function allowed(asker: Person, memberId: string, ...permissions: string[]): Promise<boolean[]> {
  const checks = permissions.map((permission) => ({ memberId, permission }));
  const { results } = succeeded(await asker.api.post('/v1/checks', { checks })).body;
  return results.map((result: { allowed: boolean }) => result.allowed);
}

/** Somebody who was made with a password, and has come in with one of their own. */
async function firstSignIn(email: string): Promise<Person> {
  const { challenge } = succeeded(await roster.api.post('/v1/sessions', { email, password: CHOSEN })).body;
  succeeded(await roster.api.put('/v1/sessions/new-password', { challenge, password: PASSWORD }));
  return signIn(roster, email);
}

describe('A member who is made with a form', () => {
  it('has the permissions that were ticked from the first sign-in on, and no more than the one who ticked them (ID-19)', async () => {
    const owner = await openAccount(roster, { preset: 'botplatform' });
    const email = address('ticked');
    const grants = { 'members:edit': true, 'members:invite': true };
    const { member } = succeeded(await owner.api.post('/v1/members', form(email, { password: CHOSEN, grants }))).body;
    const person = await firstSignIn(email);
    // What an action implies comes with it.
    const asked = ['members:view', 'members:edit', 'members:invite', 'members:delete', 'permissions:edit'];
    expect(await allowed(person, member.id, ...asked)).toEqual([true, true, true, false, false]);

    const below = (given: object) => person.api.post('/v1/members', form(address('below'), { grants: given }));
    const above = await below({ 'members:delete': true });
    expect([above.status, above.body.code]).toEqual([403, 'privilege.above-own']);
    const unknown = await below({ 'members:fly': true });
    expect([unknown.status, unknown.body.code, unknown.body.errors[0].path]).toEqual([
      422,
      'request.invalid',
      'grants.members:fly',
    ]);
    succeeded(await below({ 'members:view': true }));
  });

  it('has them after an invitation too, as long as the inviter could still give them (S40)', async () => {
    const owner = await openAccount(roster, { preset: 'botplatform' });
    const [kept, lost] = [address('kept'), address('lost')];
    const grants = { 'permissions:view': true };
    const { member } = succeeded(await owner.api.post('/v1/members', form(kept, { grants }))).body;
    const invited = await accept(roster, kept);
    expect(invited.memberId).toBe(member.id);
    expect(await allowed(invited, member.id, 'permissions:view', 'permissions:edit')).toEqual([true, false]);

    const path = `/v1/members/${member.id}/exceptions`;
    succeeded(await owner.api.post(path, { permission: 'members:invite', effect: 'allow' }));
    succeeded(await invited.api.post('/v1/members', form(lost, { grants })));
    const { items } = succeeded(await owner.api.get(path)).body;
    const given = items.find(({ permission }: { permission: string }) => permission === 'permissions:view');
    succeeded(await owner.api.delete(`${path}/${given.id}`));
    const token = await roster.mail.token(lost);
    const late = await roster.api.post('/v1/invitations/accept', {
      token,
      firstName: 'Lea',
      lastName: 'Late',
      password: PASSWORD,
    });
    expect(late.body.code).toBe('token.invalid');
  });

  it('reports to the manager, and is a sender, as the form says (ID-14, ID-15, ID-17)', async () => {
    const owner = await openAccount(roster, { preset: 'ontraport', planId: 'business' });
    const roles = [await roleId(owner, 'Sales Representative')];
    const make = async (more: object) =>
      succeeded(
        await owner.api.post('/v1/members', form(address('seller'), { roleIds: roles, password: CHOSEN, ...more })),
      ).body.member.id as string;
    const boss = await make({});
    const sender = { emailFromName: 'Sales desk', replyTo: 'desk@example.com' };
    const seller = await make({ managerId: boss, ...sender, grants: { 'transactions:refund': true } });
    const { managerId } = succeeded(await owner.api.get(`/v1/members/${seller}/manager`)).body;
    expect(managerId).toBe(boss);
    expect(succeeded(await owner.api.get(`/v1/members/${seller}`)).body).toMatchObject(sender);
    expect(await allowed(owner, seller, 'transactions:refund')).toEqual([true]);
    const stranger = await owner.api.post(
      '/v1/members',
      form(address('lost'), { roleIds: roles, managerId: owner.accountId }),
    );
    expect(stranger.body.code).toBe('member.not-found');
  });

  it('has what the product has, and nothing else', async () => {
    const owner = await openAccount(roster, { preset: 'jaicp' });
    const roleIds = [await roleId(owner, 'USER')];
    const make = async (more: object) =>
      (await owner.api.post('/v1/members', form(address('user'), { roleIds, password: CHOSEN, ...more }))).body.code;
    expect(await make({ grants: { 'clients:view': true } })).toBe('exception.not-allowed');
    expect(await make({ agentAccess: true })).toBe('agent-access.not-allowed');
    expect(await make({ teamIds: [owner.accountId] })).toBe('team.not-allowed');
    expect(await make({})).toBeUndefined();
  });
});

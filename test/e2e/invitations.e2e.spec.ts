import { beforeAll, describe, expect, it } from '@jest/globals';
import type { LeftInvitations } from '@roster/contracts';
import type { Api } from '../harness/api.js';
import { eventually } from '../harness/eventually.js';
import { tokenIn } from '../harness/mail.js';
import { address, colleague, openAccount, PASSWORD, roleId, succeeded, type Person } from '../harness/people.js';
import { sharedSystem, type Roster } from '../harness/system.js';

let roster: Roster;
beforeAll(() => {
  roster = sharedSystem();
});

/** Who invites, and how they stop being able to. */
interface Inviter {
  readonly api: Api;
  readonly memberId: string;
  readonly kind: 'member' | 'key';
  /** The name that the list shows, once they are gone. */
  readonly name: string | null;
  /** Resolves with what each act of it says was left open. */
  readonly leave: () => Promise<LeftInvitations['openInvitations'][]>;
}

type Leaving = (owner: Person) => Promise<Inviter>;

const admin =
  (
    leave: (owner: Person, path: string) => ReturnType<Inviter['leave']>,
    name: string | null = 'Carl Colleague',
  ): Leaving =>
  async (owner) => {
    const { api, memberId } = await colleague(roster, owner, 'Admin');
    return { api, memberId, kind: 'member', name, leave: () => leave(owner, `/v1/members/${memberId}`) };
  };

const LEAVING: Record<string, Leaving> = {
  'a member who is demoted': admin(async (owner, path) => {
    succeeded(await owner.api.put(`${path}/roles`, { roleIds: [await roleId(owner, 'Editor')] }));
    return [];
  }),
  'a member who is revoked and deleted': admin(async (owner, path) => {
    const revoked = succeeded(await owner.api.post(`${path}/revoke`, {}));
    const deleted = succeeded(await owner.api.delete(path));
    return [revoked.body.openInvitations, deleted.body.openInvitations];
  }, null),
  'a key that is deleted': async (owner) => {
    const body = { name: 'Import', roleIds: [await roleId(owner, 'Admin')] };
    const { id, memberId, key } = succeeded(await owner.api.post('/v1/api-keys', body)).body;
    const leave = async () => [succeeded(await owner.api.delete(`/v1/api-keys/${id}`)).body.openInvitations];
    return { api: roster.api.as(key), memberId, kind: 'key', name: body.name, leave };
  },
  'a key whose maker is revoked': async (owner) => {
    const maker = await colleague(roster, owner, 'Admin');
    const body = { name: 'Import', roleIds: [await roleId(owner, 'Admin')] };
    const { memberId, key } = succeeded(await maker.api.post('/v1/api-keys', body)).body;
    const leave = async () => [
      succeeded(await owner.api.post(`/v1/members/${maker.memberId}/revoke`, {})).body.openInvitations,
    ];
    return { api: roster.api.as(key), memberId, kind: 'key', name: body.name, leave };
  },
};

const lookup = (token: string) => roster.api.post('/v1/invitations/lookup', { token });
const accept = (token: string) =>
  roster.api.post('/v1/invitations/accept', { token, firstName: 'Gina', lastName: 'Guest', password: PASSWORD });

describe('Who answers for an open invitation (S40)', () => {
  it.each(Object.entries(LEAVING))(
    'is its inviter, %s; then whoever resends it or sets its roles again',
    async (_, leaving) => {
      const owner = await openAccount(roster);
      const editor = await roleId(owner, 'Editor');
      const inviter = await leaving(owner);
      const emails = [address('guest'), address('guest')];
      const body = { emails, roleIds: [editor] };
      const [first, second] = succeeded(await inviter.api.post('/v1/invitations', body)).body.invitations;
      const tokens = [await roster.mail.token(emails[0]!), await roster.mail.token(emails[1]!)];
      for (const token of tokens) expect((await lookup(token)).body).toMatchObject({ needsPassword: 'new' });

      const left = [second, first].map(({ id, memberId, email, expiresAt }) => ({ id, memberId, email, expiresAt }));
      for (const told of await inviter.leave()) expect(told).toEqual(left);
      const dead = await eventually('the invitations to be known as dead', async () => {
        const { items } = succeeded(await owner.api.get('/v1/invitations?acceptable=false')).body;
        return items.length === 2 ? items : undefined;
      });
      const answeredBy = { kind: inviter.kind, memberId: inviter.memberId, name: inviter.name };
      const row = { state: 'pending', acceptable: false, reason: 'privilege.above-own', answeredBy };
      expect(dead).toEqual([second, first].map(({ id }) => expect.objectContaining({ id, ...row })));
      for (const token of tokens) {
        expect((await accept(token)).body.code).toBe('token.invalid');
        expect((await lookup(token)).body).toMatchObject({ code: 'token.invalid' });
      }

      succeeded(await owner.api.post(`/v1/invitations/${first.id}/resend`, {}));
      const readOnly = { roleIds: [await roleId(owner, 'Read only')] };
      succeeded(await owner.api.put(`/v1/members/${second.memberId}/roles`, readOnly));
      const taken = { acceptable: true, reason: null, answeredBy: { kind: 'member', memberId: owner.memberId } };
      const { items } = succeeded(await owner.api.get('/v1/invitations?acceptable=true')).body;
      expect(items).toMatchObject([second, first].map(({ id }) => ({ id, ...taken })));
      expect((await owner.api.get('/v1/invitations?acceptable=false')).body.items).toEqual([]);

      const again = await roster.mail.next(emails[0]!, (mail) => tokenIn(mail) !== tokens[0]);
      expect(again.subject).toMatch(/^Olivia Owner invited you/);
      const links = [tokenIn(again), tokens[1]!];
      for (const token of links) {
        expect((await lookup(token)).status).toBe(200);
        expect((await accept(token)).status).toBe(201);
      }
    },
  );
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  acceptInvitation,
  createApiKey,
  getMe,
  inviteMembers,
  listApiKeys,
  listMembers,
  mailRequested,
  memberActivated,
  memberDeleted,
  revokeApiKey,
  RosterError,
  roleAboveOwn,
  sessionEnded,
  setAgentAccess,
  type ApiKeyCreated,
  type CreateApiKey,
} from '@roster/contracts';
import { address, codeOf, EDITOR, IdentityWorld, PASSWORD, type Owner } from '../../../../../test/identity/world.js';

let world: IdentityWorld;
let owner: Owner;

beforeAll(async () => {
  world = await IdentityWorld.create();
  owner = await world.openAccount();
});
afterAll(() => world.close());

const make = (over: Partial<CreateApiKey> = {}): Promise<ApiKeyCreated> =>
  world.gateway.call(createApiKey, { name: 'Nightly import', roleIds: [EDITOR.id], ...over }, owner.call);

describe('An API key (S53)', () => {
  it('is shown once, and kept as a hash with its beginning', async () => {
    const { key, id, prefix } = await make();
    expect(key).toMatch(/^roster_[\w-]{43}$/);
    expect(key.startsWith(prefix)).toBe(true);
    expect(prefix).toHaveLength(13);
    const { items } = await world.gateway.call(listApiKeys, {}, owner.call);
    expect(items.find((row) => row.id === id)).toMatchObject({ name: 'Nightly import', prefix, roles: [EDITOR] });
    expect(JSON.stringify(items)).not.toContain(key.slice(13));
    const kept = await world.sql(
      `select row_to_json(k)::text as row from api_keys k where id = $1
       union all select envelope::text from outbox`,
      [id],
    );
    expect(JSON.stringify(kept)).not.toContain(key.slice(13));
  });

  it('has a service account, which is not in the members list and takes no seat', async () => {
    const asked = world.neighbours.inputs('reserve').length;
    const { memberId } = await make();
    const [told] = await world.events(memberActivated, memberId);
    expect(told?.data.member).toMatchObject({ userId: null, status: 'active', roleIds: [EDITOR.id] });
    expect(world.neighbours.inputs('reserve')).toHaveLength(asked);
    const { items } = await world.gateway.call(listMembers, {}, owner.call);
    expect(items.map(({ id }) => id)).not.toContain(memberId);
  });

  it('says which member it acts as, from where, and until when', async () => {
    const { key, id, memberId } = await make({
      permissions: ['campaigns:view'],
      networks: ['203.0.113.7', '2001:DB8::/32'],
      expiresInDays: 1,
    });
    const client = { address: '203.0.113.7' };
    const resolved = await world.resolve(key, client);
    expect(resolved).toMatchObject({
      kind: 'api-key',
      accountId: owner.accountId,
      memberId,
      sessionId: id,
      makerId: owner.memberId,
      permissions: ['campaigns:view'],
      networks: ['203.0.113.7/32', '2001:db8::/32'],
    });
    expect(Date.parse(resolved.expiresAt) - Date.now()).toBeLessThanOrEqual(86_400_000);
    const { items } = await world.gateway.call(listApiKeys, {}, owner.call);
    expect(items.find((row) => row.id === id)).toMatchObject({
      lastUsedAt: expect.any(String),
      lastUsedAddress: '203.0.113.7',
    });
  });

  it('stops working once it is revoked, has expired, or its maker is no longer a member', async () => {
    const [revoked, over] = [await make(), await make({ expiresInDays: 1 })];
    await world.gateway.call(revokeApiKey, { apiKeyId: revoked.id }, owner.call);
    await world.sql(`update api_keys set expires_at = now() where id = $1`, [over.id]);
    for (const { key } of [revoked, over]) expect(await codeOf(world.resolve(key))).toBe('session.required');
    expect(await world.events(sessionEnded, revoked.id)).toHaveLength(1);
    const [gone] = await world.events(memberDeleted, revoked.memberId);
    expect(gone?.data.member).toMatchObject({ status: 'deleted', revision: 2 });
    expect(await codeOf(world.gateway.call(revokeApiKey, { apiKeyId: revoked.id }, owner.call))).toBe(
      'api-key.not-found',
    );

    const colleague = await world.colleague(owner);
    const maker = await world.signedIn('', colleague);
    const orphan = await world.gateway.call(createApiKey, { name: 'Orphan', roleIds: [EDITOR.id] }, maker.call);
    await world.sql(`update members set status = 'revoked' where id = $1`, [maker.memberId]);
    expect(await codeOf(world.resolve(orphan.key))).toBe('session.required');
  });

  it('needs a fresh proof of its maker, who is told by mail (S14, S22)', async () => {
    const { actor } = owner.call;
    const stale = new Date(Date.now() - 11 * 60_000).toISOString();
    const call = { ...owner.call, actor: { ...actor, authenticatedAt: stale } };
    const input = { name: 'Late', roleIds: [] };
    expect(await codeOf(world.gateway.call(createApiKey, input, call))).toBe('session.reauthentication-required');
    await make({ name: 'Told of' });
    const mails = await world.events(mailRequested);
    expect(mails.map(({ data }) => data)).toContainEqual(
      expect.objectContaining({ template: 'api-key-created', recipient: owner.email }),
    );
  });

  it('creates no keys, and has no profile', async () => {
    const { id, memberId } = await make();
    const actor = { kind: 'api-key', memberId, keyId: id, makerId: owner.memberId, permissions: null } as const;
    const call = { accountId: owner.accountId, actor };
    expect(await codeOf(world.gateway.call(createApiKey, { name: 'Child', roleIds: [] }, call))).toBe(
      'permission.denied',
    );
    expect(await codeOf(world.gateway.call(getMe, {}, call))).toBe('permission.denied');
  });

  it('lets nobody in whom its maker could not let in any more (S40)', async () => {
    const { id, memberId } = await make();
    const actor = { kind: 'api-key', memberId, keyId: id, makerId: owner.memberId, permissions: null } as const;
    const email = address();
    await world.gateway.call(
      inviteMembers,
      { emails: [email], roleIds: [EDITOR.id] },
      { accountId: owner.accountId, actor },
    );
    const [invited] = await world.sql<{ id: string }>('select id from invitations where email = $1', [email]);
    const { promises } = world.neighbours;
    world.neighbours.promises = (input) => {
      const isMakers = input.makers.some(({ memberId: of, makerId }) => of === memberId && makerId === owner.memberId);
      const reason = isMakers ? ('privilege.above-own' as const) : null;
      return {
        version: 5,
        promises: input.promises.map(({ memberId: of, granterId, roleIds }) => ({
          memberId: of,
          granterId,
          reason,
          roleIds,
        })),
      };
    };
    try {
      const guest = { firstName: 'Gus', lastName: 'Invitee', password: PASSWORD };
      const token = await world.token('invitation', invited?.id ?? '');
      expect(await codeOf(world.gateway.call(acceptInvitation, { token, ...guest }))).toBe('token.invalid');
      expect(await world.sql('select status from members where email = $1', [email])).toEqual([{ status: 'invited' }]);
    } finally {
      world.neighbours.promises = promises;
    }
  });

  it('cannot be an agent: nobody is there to answer', async () => {
    const there = await world.openAccount();
    const { memberId } = await world.gateway.call(createApiKey, { name: 'Bot', roleIds: [EDITOR.id] }, there.call);
    const asked = world.neighbours.inputs('reserve').length;
    expect(await codeOf(world.gateway.call(setAgentAccess, { memberId, enabled: true }, there.call))).toBe(
      'member.not-found',
    );
    expect(world.neighbours.inputs('reserve')).toHaveLength(asked);
  });

  it('has only roles that its maker could give (S51)', async () => {
    world.neighbours.assignable = () => {
      throw new RosterError(roleAboveOwn);
    };
    try {
      expect(await codeOf(make())).toBe('role.above-own');
    } finally {
      world.neighbours.assignable = () => ({ roles: [EDITOR] });
    }
  });

  it.each([['300.1.1.1'], ['10.0.0.0/33'], ['fe80::1%eth0'], ['10.0.0.0/8/8'], ['10.0.0.0/08'], ['10.1.2.3/8'], ['']])(
    'is not made for the network %j',
    async (network) => {
      await expect(make({ networks: ['10.0.0.0/8', network] })).rejects.toMatchObject({
        code: 'request.invalid',
        details: { errors: [{ path: 'networks[1]' }] },
      });
    },
  );

  it('must name its networks if the account restricts them (S15)', async () => {
    await world.sql('update accounts set ip_restrictions = true where id = $1', [owner.accountId]);
    try {
      expect(await codeOf(make())).toBe('request.invalid');
      await make({ networks: ['203.0.113.0/24'] });
    } finally {
      await world.sql('update accounts set ip_restrictions = false where id = $1', [owner.accountId]);
    }
  });
});

import { beforeAll, describe, expect, it } from '@jest/globals';
import * as contracts from '@roster/contracts';
import type { Answer } from '../harness/api.js';
import { accept, address, openAccount, roleId, succeeded, unique, type Person } from '../harness/people.js';
import { sharedSystem, type Roster } from '../harness/system.js';
import { ACTS, type Surroundings, type Target } from './acts.js';

const RIGHTS = {
  'members:view': true,
  'members:invite': true,
  'members:edit': true,
  'members:revoke': true,
  'members:delete': true,
  'permissions:view': true,
  'permissions:edit': true,
  'security:view': true,
  'security:edit': true,
  'contacts:edit': ['own', 'sameRole'],
  'tasks:cancel': true,
};
const ROLES = {
  above: { ...RIGHTS, 'contacts:call': true },
  beside: RIGHTS,
  below: { 'members:view': true, 'security:view': true, 'security:edit': true },
};
type Standing = keyof typeof ROLES;

const STATES = ['active', 'inactive', 'revoked'] as const;

/** S51: nobody acts on people above them; and everyone on people beside and below, where the permission allows it. */
describe('A member and the people of their account', () => {
  let roster: Roster;
  let owner: Person;
  let asker: Person;
  let around: Surroundings;
  const roles = {} as Record<Standing, string>;
  const targets = {} as Record<Standing, Target>;

  beforeAll(async () => {
    roster = sharedSystem();
    owner = await openAccount(roster, { preset: 'model' });
    let managerRoleId = await roleId(owner, 'Chief');
    for (const standing of ['above', 'beside', 'below'] as const) {
      const role = { name: unique(standing), grants: ROLES[standing], managerRoleId };
      managerRoleId = roles[standing] = succeeded(await owner.api.post('/v1/roles', role)).body.id;
    }
    asker = await comer('beside');
    const donor = await comer('below');
    succeeded(await exceptionOf(donor.memberId, 'security:view'));
    around = {
      roleId: succeeded(
        await owner.api.post('/v1/roles', { name: unique('bottom'), grants: {}, managerRoleId: roles.below }),
      ).body.id,
      donorId: donor.memberId,
      freeTeamId: await teamOf([]),
      name: () => unique('A team'),
    };
    for (const standing of ['above', 'beside', 'below'] as const) targets[standing] = await targetOf(standing);
  });

  async function invite(standing: Standing, count: number) {
    const emails = Array.from({ length: count }, () => address(standing));
    const body = { emails, roleIds: [roles[standing]] };
    const { invitations } = succeeded(await owner.api.post('/v1/invitations', body)).body;
    return invitations as { id: string; memberId: string; email: string }[];
  }

  async function comer(standing: Standing): Promise<Person> {
    const [invited] = await invite(standing, 1);
    return accept(roster, invited?.email ?? '');
  }

  const exceptionOf = (memberId: string, permission = 'members:view') =>
    owner.api.post(`/v1/members/${memberId}/exceptions`, { permission, effect: 'allow' });

  const teamOf = async (memberIds: string[]) =>
    succeeded(await owner.api.post('/v1/teams', { name: unique('Team'), memberIds })).body.id as string;

  const keyOf = async ({ api }: Person, ofRole: string) =>
    succeeded(await api.post('/v1/api-keys', { name: unique('Key'), roleIds: [ofRole] })).body.id as string;

  async function targetOf(standing: Standing): Promise<Target> {
    const [active, inactive, revoked] = await Promise.all(
      (await invite(standing, STATES.length)).map(({ email }) => accept(roster, email)),
    );
    if (!active || !inactive || !revoked) throw new Error('Somebody has not come');
    succeeded(await owner.api.post(`/v1/members/${inactive.memberId}/deactivate`));
    succeeded(await owner.api.post(`/v1/members/${revoked.memberId}/revoke`));
    return {
      active: active.memberId,
      inactive: inactive.memberId,
      revoked: revoked.memberId,
      invited: await invite(standing, 3),
      keyId: await keyOf(active, roles.below),
      exceptionId: succeeded(await exceptionOf(active.memberId)).body.id,
      teamId: await teamOf([active.memberId]),
    };
  }

  /** Everything that the owner sees of them, except copies that are briefly behind. */
  async function stateOf({ active, inactive, revoked, invited }: Target): Promise<unknown> {
    const ids = [active, inactive, revoked, ...invited.map(({ memberId }) => memberId)];
    const paths = [
      '/v1/invitations?limit=200',
      '/v1/api-keys?limit=200',
      '/v1/teams',
      `/v1/members/${active}/exceptions`,
      `/v1/members/${active}/sessions`,
      `/v1/members/${active}/permissions`,
      ...ids.map((id) => `/v1/members/${id}`),
    ];
    const bodies = await Promise.all(paths.map(async (path) => succeeded(await owner.api.get(path)).body));
    return bodies.map((body) => ({ ...body, version: undefined, roles: undefined, teams: undefined }));
  }

  const codeOf = ({ status, body }: Answer): string => (status < 300 ? 'done' : body.code);

  it('cannot act on those above, in any way', async () => {
    const before = await stateOf(targets.above);
    const refusals: string[] = [];
    for (const { contract, ask } of ACTS) {
      refusals.push(`${contract.subject}: ${codeOf(await ask(asker.api, targets.above, around))}`);
    }
    expect(refusals).toEqual(ACTS.map(({ contract }) => `${contract.subject}: privilege.above-own`));
    expect(await stateOf(targets.above)).toEqual(before);
  });

  it('cannot act on the owner', async () => {
    const own: Target = {
      ...targets.above,
      active: owner.memberId,
      inactive: owner.memberId,
      keyId: await keyOf(owner, roles.below),
      exceptionId: succeeded(await exceptionOf(owner.memberId)).body.id,
      teamId: await teamOf([owner.memberId]),
    };
    const before = await stateOf(own);
    const gives: object[] = [contracts.activateMember, contracts.reactivateMember];
    for (const { contract, ask } of ACTS.filter((act) => !gives.includes(act.contract))) {
      const { subject } = contract;
      const code = codeOf(await ask(asker.api, own, around));
      expect({ subject, code }).toEqual({
        subject,
        code: expect.stringMatching(/^(privilege\.above-own|member\.is-owner)$/),
      });
    }
    expect(await stateOf(own)).toEqual(before);
  });

  it('cannot act on what an API key acts as, by which its maker would lose what they gave it', async () => {
    const { items } = succeeded(await owner.api.get('/v1/api-keys?limit=200')).body;
    const { memberId } = items.find(({ id }: { id: string }) => id === targets.above.keyId);
    const key: Target = { ...targets.above, active: memberId, inactive: memberId, revoked: memberId };
    const held = async () => succeeded(await owner.api.get(`/v1/members/${memberId}/permissions`)).body.permissions;
    const before = await held();
    for (const { contract, ask } of ACTS) {
      const { subject } = contract;
      const code = codeOf(await ask(asker.api, key, around));
      expect({ subject, code }).toEqual({
        subject,
        code: expect.stringMatching(/^(privilege\.above-own|member\.not-found)$/),
      });
    }
    expect(await held()).toEqual(before);
    expect(before).not.toEqual([]);
  });

  it.each(['beside', 'below'] as const)('can do all of it to those %s', async (standing) => {
    for (const { contract, ask, answer = 'done' } of ACTS) {
      const { subject } = contract;
      const { status, body } = await ask(asker.api, targets[standing], around);
      const code = codeOf({ status, body } as Answer);
      expect({ subject, code, ...(code !== answer && { body }) }).toEqual({ subject, code: answer });
    }
  });
});

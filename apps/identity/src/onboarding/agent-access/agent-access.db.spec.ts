import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  getMember,
  invitationsExist,
  inviteMembers,
  memberEdited,
  memberInvited,
  memberRevoked,
  privilegeAboveOwn,
  revokeMember,
  RosterError,
  seatConsentRequired,
  setAgentAccess,
  teamNotFound,
  withdrawInvitation,
  memberDeleted,
  acceptInvitation,
  type CheckPromises,
  type SeatKeys,
  type SetAgentAccess,
} from '@roster/contracts';
import { v7 as uuidv7 } from 'uuid';
import { compete } from '../../../../../test/harness/once-of-many.js';
import { RIVALS } from '../../../../../test/harness/scale.js';
import {
  Neighbours,
  address,
  codeOf,
  EDITOR,
  IdentityWorld,
  PASSWORD,
  type Owner,
} from '../../../../../test/identity/world.js';

const RED = { id: randomUUID(), name: 'Red' };

let world: IdentityWorld;
let owner: Owner;
let memberId: string;

beforeAll(async () => {
  world = await IdentityWorld.create();
  owner = await world.openAccount();
});
beforeEach(async () => {
  const { reserve, editable, teams, assignable } = new Neighbours();
  Object.assign(world.neighbours, { reserve, editable, teams, assignable });
  memberId = (await world.colleague(owner)).member.id;
  world.neighbours.asked.length = 0;
});
afterAll(() => world.close());

const set = (enabled: boolean, more: Partial<SetAgentAccess> = {}, call: object = {}) =>
  world.gateway.call(setAgentAccess, { memberId, enabled, ...more }, { ...owner.call, ...call });
const isAgent = async () => (await world.gateway.call(getMember, { memberId }, owner.call)).agentAccess;
const told = async () => (await world.events(memberEdited, memberId)).map(({ data }) => data.member);
const seats = (verb: 'reserve' | 'release') =>
  world.neighbours.inputs<SeatKeys>(verb).filter(({ pool }) => pool === 'agents');

const promised = () => world.neighbours.inputs<CheckPromises>('promises').at(-1)?.promises[0];

describe('agent access', () => {
  it('takes a new seat each time, which its event names', async () => {
    expect(await set(true)).toEqual({ memberId, agentAccess: true, version: 7 });
    expect(await isAgent()).toBe(true);
    const [first] = seats('reserve').flatMap(({ keys }) => keys);
    expect(await told()).toMatchObject([{ agentAccess: true, agentSeatKey: first, revision: 3 }]);
    await set(false);
    expect(await isAgent()).toBe(false);
    expect((await told()).at(-1)).toMatchObject({ agentAccess: false, agentSeatKey: first, revision: 4 });
    await set(true);
    const [, second] = seats('reserve').flatMap(({ keys }) => keys);
    expect((await told()).at(-1)).toMatchObject({ agentAccess: true, agentSeatKey: second });
    expect(second).not.toBe(first);
    expect(seats('release')).toEqual([]);
  });

  it('changes nothing if it is set to what it is', async () => {
    await set(true);
    expect(await set(true)).toEqual({ memberId, agentAccess: true });
    expect(seats('reserve')).toHaveLength(1);
    expect(await told()).toHaveLength(1);
  });

  it('is given with teams, by the actor’s own permissions', async () => {
    world.neighbours.teams = () => ({ memberId, teams: [RED], version: 6 });
    expect(await set(true, { teamIds: [RED.id] })).toEqual({ memberId, agentAccess: true, teams: [RED], version: 7 });
    expect(world.neighbours.inputs('teams')).toEqual([{ memberId, teamIds: [RED.id] }]);
    expect(await set(true, { teamIds: [] })).toMatchObject({ teams: [RED], version: 6 });
  });

  it('needs a seat: the first that is not free of charge needs consent', async () => {
    world.neighbours.reserve = () => {
      throw new RosterError(seatConsentRequired);
    };
    expect(await codeOf(set(true, { teamIds: [RED.id] }))).toBe('seat.consent-required');
    expect(await isAgent()).toBe(false);
    expect(world.neighbours.inputs('teams')).toEqual([]);
  });

  it('gives its seat back if the teams are refused', async () => {
    world.neighbours.teams = () => {
      throw new RosterError(teamNotFound);
    };
    expect(await codeOf(set(true, { teamIds: [RED.id] }))).toBe('team.not-found');
    expect(seats('release').map(({ keys }) => keys)).toEqual(seats('reserve').map(({ keys }) => keys));
    expect(await isAgent()).toBe(false);
  });

  it('is refused from an actor who does not have it, and takes no seat then (S51)', async () => {
    world.neighbours.editable = () => {
      throw new RosterError(privilegeAboveOwn);
    };
    expect(await codeOf(set(true))).toBe('privilege.above-own');
    expect(seats('reserve')).toEqual([]);
    expect(await isAgent()).toBe(false);
  });

  it('is lost with the access itself, and cannot be given without it', async () => {
    await set(true);
    await world.gateway.call(revokeMember, { memberId }, owner.call);
    const [key] = seats('reserve').flatMap(({ keys }) => keys);
    const [revoked] = await world.events(memberRevoked, memberId);
    expect(revoked?.data.member).toMatchObject({ agentAccess: false, agentSeatKey: key });
    expect(await codeOf(set(true))).toBe('member.not-active');
  });

  it('takes one seat, however many ask at once, and gives the others back', async () => {
    const outcome = await compete({ attempt: () => set(true), effects: async () => (await told()).length });
    expect(outcome).toMatchObject({ effects: 1, told: RIVALS, refusals: [] });
    const [, ...extra] = seats('reserve');
    expect(seats('release')).toHaveLength(extra.length);
    const kept = (await told()).map(({ agentSeatKey }) => agentSeatKey);
    expect(kept).toHaveLength(1);
    expect(seats('release').flatMap(({ keys }) => keys)).not.toContain(kept[0]);
  });

  it('has one effect for one idempotency key', async () => {
    const key = { idempotencyKey: uuidv7() };
    const first = await set(true, {}, key);
    await set(false);
    expect(await set(true, {}, key)).toEqual(first);
    expect(await isAgent()).toBe(false);
  });

  it('is known to billing by its seat’s key', async () => {
    await set(true);
    const [key = ''] = seats('reserve').flatMap(({ keys }) => keys);
    const asked = { accountId: owner.accountId, memberIds: [randomUUID(), key, memberId] };
    expect(await world.billing.call(invitationsExist, asked)).toEqual({ memberIds: [key, memberId], invitedIds: [] });
  });

  it('exists in some products only, and in one account only (P6)', async () => {
    const other = await world.openAccount({ preset: 'ontraport' });
    const ask = { memberId: other.memberId, enabled: true };
    expect(await codeOf(world.gateway.call(setAgentAccess, ask, other.call))).toBe('agent-access.not-allowed');
    expect(await codeOf(world.gateway.call(setAgentAccess, ask, owner.call))).toBe('member.not-found');
    const invite = { emails: [address()], roleIds: [EDITOR.id], agentAccess: true };
    expect(await codeOf(world.gateway.call(inviteMembers, invite, other.call))).toBe('agent-access.not-allowed');
  });
});

describe('an invitation with agent access and teams', () => {
  const invite = (emails: string[]) =>
    world.gateway.call(
      inviteMembers,
      { emails, roleIds: [EDITOR.id], agentAccess: true, teamIds: [RED.id] },
      owner.call,
    );

  it('takes both seats, promises both, and shows both', async () => {
    world.neighbours.assignable = () => ({ roles: [EDITOR], teams: [RED] });
    const { invitations } = await invite([address('a'), address('b')]);
    expect(world.neighbours.inputs('assignable')).toMatchObject([
      { roleIds: [EDITOR.id], agentAccess: true, teamIds: [RED.id] },
    ]);
    const [agents] = seats('reserve');
    expect(agents?.keys).toHaveLength(2);
    for (const [at, invited] of invitations.entries()) {
      const [event] = await world.events(memberInvited, invited.memberId);
      expect(event?.data.member).toMatchObject({
        agentAccess: true,
        agentSeatKey: agents?.keys[at],
        teamIds: [RED.id],
      });
      const shown = await world.gateway.call(getMember, { memberId: invited.memberId }, owner.call);
      expect(shown).toMatchObject({ agentAccess: true, teams: [RED], twoFactor: null });
    }
  });

  it('takes neither seat if there are not enough agent seats', async () => {
    world.neighbours.reserve = ({ pool }) => {
      if (pool === 'agents') throw new RosterError(seatConsentRequired);
      return new Neighbours().reserve({ pool } as SeatKeys);
    };
    expect(await codeOf(invite([address()]))).toBe('seat.consent-required');
    const users = (verb: string) =>
      world.neighbours
        .inputs<SeatKeys>(verb)
        .filter(({ pool }) => pool === 'users')
        .flatMap(({ keys }) => keys);
    // Billing takes all seats of a command or none: there is nothing to give back.
    expect(users('release')).toEqual([]);
    expect(users('reserve')).toHaveLength(1);
  });

  it('is checked again when it is accepted (S40), and its seat is free when it is withdrawn', async () => {
    const [first, second] = (await invite([address(), address()])).invitations;
    const token = await world.token('invitation', first?.id ?? '');
    await world.gateway.call(acceptInvitation, { token, firstName: 'A', lastName: 'B', password: PASSWORD });
    expect(promised()).toMatchObject({ agentAccess: true });
    await world.gateway.call(withdrawInvitation, { invitationId: second?.id ?? '' }, owner.call);
    const [gone] = await world.events(memberDeleted, second?.memberId);
    expect(gone?.data.member).toMatchObject({ agentAccess: false, agentSeatKey: seats('reserve')[0]?.keys[1] });
  });

  it('does not depend on the inviter if somebody else gave agent access afterwards', async () => {
    const { token, memberId: guestId } = await world.invite(owner, address());
    await world.gateway.call(setAgentAccess, { memberId: guestId, enabled: true }, owner.call);
    await world.gateway.call(acceptInvitation, { token, firstName: 'A', lastName: 'B', password: PASSWORD });
    expect(promised()).not.toHaveProperty('agentAccess');
    expect(await world.sql('select agent_access from members where id = $1', [guestId])).toEqual([
      { agent_access: true },
    ]);
  });
});

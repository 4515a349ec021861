import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  endMemberSessions,
  listInvitations,
  memberNotFound,
  privilegeAboveOwn,
  resendInvitation,
  revokeMember,
  RosterError,
  withdrawInvitation,
} from '@roster/contracts';
import { randomUUID } from 'node:crypto';
import { address, codeOf, IdentityWorld, PASSWORD, type Owner } from '../../../../test/identity/world.js';

let world: IdentityWorld;
let owner: Owner;

const above = () => {
  throw new RosterError(privilegeAboveOwn);
};

beforeAll(async () => {
  world = await IdentityWorld.create();
  owner = await world.openAccount();
});
afterAll(() => world.close());

beforeEach(() => {
  world.neighbours.editable = () => ({});
  world.neighbours.assignable = () => ({ roles: [] });
});

describe('The limit of whom a member may act on', () => {
  it('compares the roles that an invitation promises while access does not know it yet', async () => {
    const { id: invitationId, memberId } = await world.invite(owner, address());
    world.neighbours.editable = () => {
      throw new RosterError(memberNotFound);
    };
    world.neighbours.assignable = above;
    for (const refused of [
      world.gateway.call(resendInvitation, { invitationId }, owner.call),
      world.gateway.call(withdrawInvitation, { invitationId }, owner.call),
      world.gateway.call(revokeMember, { memberId }, owner.call),
    ]) {
      expect(await codeOf(refused)).toBe('privilege.above-own');
    }
    const { items } = await world.gateway.call(listInvitations, {}, owner.call);
    expect(items.find(({ id }) => id === invitationId)).toMatchObject({ state: 'pending' });

    world.neighbours.assignable = () => ({ roles: [] });
    await world.gateway.call(withdrawInvitation, { invitationId }, owner.call);
  });

  it('gives a repeated command its first answer, whatever the actor may do by now', async () => {
    const colleague = await world.colleague(owner);
    const call = { ...owner.call, idempotencyKey: randomUUID() };
    const input = { memberId: colleague.member.id };
    const first = await world.gateway.call(endMemberSessions, input, call);
    world.neighbours.editable = above;
    await expect(world.gateway.call(endMemberSessions, input, call)).resolves.toEqual(first);
    expect(await codeOf(world.gateway.call(endMemberSessions, input, owner.call))).toBe('privilege.above-own');
  });

  it('is about others: everybody may end their own sessions', async () => {
    const { member } = await world.colleague(owner);
    const colleague = await world.signIn({ email: member.email, password: PASSWORD });
    world.neighbours.editable = above;
    await world.gateway.call(endMemberSessions, { memberId: member.id }, colleague.call);
  });
});

import { Injectable } from '@nestjs/common';
import {
  invitationNotPending,
  invitationResent,
  resendInvitation,
  RosterError,
  withdrawInvitation,
  type CallContext,
  type Invitation,
  type InvitationId,
  type InvitationKeys,
  type KnownInvitations,
  type Nothing,
} from '@roster/contracts';
import { Database, Idempotency, Outbox, signedIn, type SignedIn } from '@roster/service-kit';
import { In, type EntityManager } from 'typeorm';
import { Ceiling } from '../../people/ceiling.js';
import { findAccount } from '../../people/accounts/accounts.service.js';
import { recordAct } from '../../core/acts.js';
import { AccessClient } from '../../neighbours/access.client.js';
import { findSender } from '../../people/member-profiles/sender.store.js';
import { MemberEntity } from '../../people/members/member.entity.js';
import { memberChange } from '../../people/members/member.js';
import { findMember } from '../../people/members/members.store.js';
import { InvitationEntity } from './invitation.entity.js';
import { invitationPart, isOpen, noticeOf, toInvitation } from './invitation.js';
import { takeOver, type Open } from './invitation-promises.js';
import { nameOf } from './invitee.store.js';
import { findPending, InvitationStore, lockPending } from './invitation.store.js';

@Injectable()
export class InvitationsService {
  constructor(
    private readonly access: AccessClient,
    private readonly ceiling: Ceiling,
    private readonly database: Database,
    private readonly idempotency: Idempotency,
    private readonly outbox: Outbox,
    private readonly store: InvitationStore,
  ) {}

  /**
   * Gives the invitation a new link and a new expiry; the actor answers for it from now on (S40). Rejects with
   * `privilege.above-own`, `role.above-own` or `role.not-found` if they may not give its roles, and with `rate.limited` if
   * it was mailed too often (S43).
   */
  async resend(input: InvitationId, context: CallContext): Promise<Invitation> {
    const call = signedIn(context);
    await this.ceiling.require({ contract: resendInvitation, input, call }, inviteeOf(input, call));
    const open = await this.database.atOneMoment(call.accountId, async (manager) => {
      const answer = await this.idempotency.find(manager, call, resendInvitation, input);
      return answer ? undefined : openOf(manager, input, call);
    });
    const { access, database } = this;
    const version = open && (await takeOver({ access, database }, open, call.actor.memberId, call));
    return this.database.inAccount(call.accountId, (manager) =>
      this.idempotency.run(manager, call, resendInvitation, input, () =>
        this.mailAgain(manager, input, { resentVersion: version ?? 0, call }),
      ),
    );
  }

  async withdraw(input: InvitationId, context: CallContext): Promise<Nothing> {
    const call = signedIn(context);
    const { accountId } = call;
    await this.ceiling.require({ contract: withdrawInvitation, input, call }, inviteeOf(input, call));
    return this.database.inAccount(accountId, (manager) =>
      this.idempotency.run(manager, call, withdrawInvitation, input, async () => {
        const invitation = await lockPending(manager, accountId, input.invitationId);
        await this.store.close(manager, invitation, 'withdrawn', call);
        return {};
      }),
    );
  }

  /** Those of these members who were ever committed, whatever has happened to them since. */
  exists({ accountId, memberIds }: InvitationKeys): Promise<KnownInvitations> {
    return this.database.inAccount(accountId, async (manager) => {
      const members = await manager.find(MemberEntity, {
        select: { accountId: true, id: true, status: true, seatKey: true, agentSeatKey: true },
        where: [
          { accountId, id: In(memberIds) },
          { accountId, seatKey: In(memberIds) },
          { accountId, agentSeatKey: In(memberIds) },
        ],
      });
      const known = keysOf(members);
      const invited = keysOf(members.filter(({ status }) => status === 'invited'));
      return {
        memberIds: memberIds.filter((key) => known.has(key)),
        invitedIds: memberIds.filter((key) => invited.has(key)),
      };
    });
  }

  private async mailAgain(
    manager: EntityManager,
    { invitationId }: InvitationId,
    { resentVersion, call }: { resentVersion: number; call: SignedIn },
  ): Promise<Invitation> {
    const { accountId, traceparent, actor } = call;
    const invitation = await lockPending(manager, accountId, invitationId);
    const now = new Date();
    // The invitation has expired but was not deleted yet. Its seat is about to be freed.
    if (!isOpen(invitation, now)) throw new RosterError(invitationNotPending);
    await this.store.requireMailable(manager, invitation);
    const account = await findAccount(manager, accountId);
    const invitedBy = await nameOf(manager, account, actor.memberId);
    const resender = { resenderId: actor.memberId, resentVersion, invitedBy };
    const next = { ...this.store.resent(invitation, now), ...resender };
    await manager.update(InvitationEntity, { accountId, id: next.id }, next);
    const member = await findMember(manager, { accountId, memberId: next.memberId });
    const sender = await findSender(manager, account, actor.memberId);
    const data = { ...memberChange(account, member), invitation: noticeOf(next, sender) };
    await this.outbox.record(manager, invitationResent, {
      accountId,
      subject: next.id,
      data,
      traceparent,
    });
    const before = { id: next.id, expiresAt: invitation.expiresAt, resends: invitation.generation - 1 };
    const after = { id: next.id, expiresAt: next.expiresAt, resends: next.generation - 1 };
    const target = { type: 'member', id: next.memberId };
    const parts = invitationPart(before, after);
    await recordAct(manager, accountId, { action: 'invitation.resent', target, parts }, call);
    return toInvitation(next);
  }
}

const openOf = async (
  manager: EntityManager,
  { invitationId }: InvitationId,
  { accountId }: SignedIn,
): Promise<Open> => {
  const invitation = await findPending(manager, accountId, invitationId);
  return { invitation, member: await findMember(manager, { accountId, memberId: invitation.memberId }) };
};

/** The invited member. Their promised roles are compared with the actor's. */
const inviteeOf =
  ({ invitationId }: InvitationId, { accountId }: SignedIn) =>
  async (manager: EntityManager): Promise<string[]> => [(await findPending(manager, accountId, invitationId)).memberId];

/** The keys of all seats of these members. */
const keysOf = (members: readonly MemberEntity[]): ReadonlySet<string | null> =>
  new Set(members.flatMap(({ id, seatKey, agentSeatKey }) => [id, seatKey, agentSeatKey]));

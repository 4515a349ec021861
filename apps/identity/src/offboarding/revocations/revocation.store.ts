import { Inject, Injectable } from '@nestjs/common';
import {
  memberDeactivated,
  memberIsSuccessor,
  memberNotActive,
  memberRevoked,
  RosterError,
  type BillingSuccessor,
  type CallContext,
  type MemberRevoked,
  type MemberWrite,
  type PresetSet,
} from '@roster/contracts';
import { Outbox, PRESETS } from '@roster/service-kit';
import { In, IsNull, type EntityManager } from 'typeorm';
import { AccountEntity } from '../../people/accounts/account.entity.js';
import { findAccount } from '../../people/accounts/accounts.service.js';
import { presetOf } from '../../people/accounts/preset-of.js';
import { DeletionEntity } from '../deletions/deletion.entity.js';
import { DeletionStore } from '../deletions/deletion.store.js';
import type { InvitationEntity } from '../../onboarding/invitations/invitation.entity.js';
import { InvitationStore } from '../../onboarding/invitations/invitation.store.js';
import { Mails } from '../../people/mails/mails.js';
import {
  isTaken,
  moveOf,
  upTo,
  type LifecycleVerb,
  type Move,
  type TakenStatus,
} from '../../people/members/lifecycle.js';
import { MemberEntity } from '../../people/members/member.entity.js';
import { memberChange } from '../../people/members/member.js';
import { changeMember, findMember, lockMember, showMember } from '../../people/members/members.store.js';
import { requireActivePerson } from '../ownership/ownership.js';
import { SessionStore } from '../../sessions/sessions/session.store.js';
import { isLeaving } from './leaving.js';
import { PendingCommandEntity } from './pending-command.entity.js';

/** Milliseconds after which another process takes over a command that has begun. */
export const TAKEN_OVER_AFTER = 10_000;

const VERBS: Readonly<Record<TakenStatus, LifecycleVerb>> = {
  inactive: 'deactivate',
  revoked: 'revoke',
  deleted: 'delete',
};

/** The member whose access is taken, to which status, and who takes over their records and bills. */
export interface RevocationRequest {
  readonly memberId: string;
  readonly status: TakenStatus;
  readonly successorId?: string | undefined;
  /** Who gets the bills in the place of somebody who is deleted. */
  readonly billingContactId?: string | undefined;
}

/** The beginning and the end of a revocation, before and after access is asked, in the caller's transaction. */
@Injectable()
export class RevocationStore {
  constructor(
    private readonly deletions: DeletionStore,
    private readonly invitations: InvitationStore,
    private readonly mails: Mails,
    private readonly outbox: Outbox,
    private readonly sessions: SessionStore,
    @Inject(PRESETS) private readonly presets: PresetSet,
  ) {}

  /**
   * Decides what the command takes. Locks the member's row. Rejects like {@link moveOf}, and if the successor cannot
   * take over.
   */
  async decide(
    manager: EntityManager,
    accountId: string,
    { memberId, status, successorId, billingContactId }: RevocationRequest,
  ): Promise<{ move: Move; member: MemberEntity }> {
    // Locks rows in the order of their ids, so that two members who inherit from each other do not deadlock. Reads the
    // account after that, as a transfer does: the lock may have waited for a transfer, and the member may own the
    // account now.
    const successor = () => requireSuccessor(manager, accountId, successorId);
    if (successorId !== undefined && successorId < memberId) await successor();
    const member = await lockMember(manager, { accountId, memberId }, 'write');
    if (member.deletingSince) return { move: 'none', member };
    const account = await findAccount(manager, accountId);
    const context = {
      member,
      account,
      preset: presetOf(this.presets, account),
      isLeaving: await isLeaving(manager, member),
      successorId,
      billingContactId,
    };
    const move = moveOf(VERBS[status], context);
    if (successorId !== undefined && successorId > memberId) await successor();
    if (move === 'deleted') {
      await requireNoSuccession(manager, accountId, memberId);
      if (billingContactId !== undefined) await requireBillingContact(manager, accountId, billingContactId);
    }
    return { move, member };
  }

  async withdraw(manager: EntityManager, invitation: InvitationEntity, call: CallContext): Promise<MemberWrite> {
    const member = await this.invitations.close(manager, invitation, 'withdrawn', call);
    if (!member) throw new Error('A pending invitation was closed while its row was locked');
    return { member: await showMember(manager, member, await findAccount(manager, invitation.accountId)) };
  }

  /** Commits here what access has taken away. A member who has lost as much already does not change. */
  async complete(manager: EntityManager, command: PendingCommandEntity, call: CallContext): Promise<MemberEntity> {
    const { accountId, memberId, status } = command;
    const account = await findAccount(manager, accountId);
    let member = await lockMember(manager, { accountId, memberId }, 'write');
    const before = member.status;
    if (!isTaken(before, status === 'deleted' ? 'revoked' : status)) {
      member = await this.applyLoss(manager, { account, member, command }, call);
    }
    if (status === 'deleted' && !member.deletingSince) {
      member = await this.deletions.begin(manager, { account, member, successorId: command.successorId }, call);
    }
    await this.sessions.end(manager, { accountId, memberId });
    // Also deletes other commands that wanted no more than this. If they ran later, they could take access from a
    // member who came back.
    const done = upTo(status).filter((each) => each !== 'deleted');
    await manager.delete(PendingCommandEntity, { accountId, memberId, status: In(done) });
    return member;
  }

  private async applyLoss(
    manager: EntityManager,
    { account, member, command }: { account: AccountEntity; member: MemberEntity; command: PendingCommandEntity },
    call: CallContext,
  ): Promise<MemberEntity> {
    const { accountId, id: memberId, email: recipient, firstName } = member;
    const isSwitch = command.status === 'inactive';
    const next = await changeMember(manager, member, { status: isSwitch ? 'inactive' : 'revoked' });
    // Billing moves the contact when it hears of this. What lists show does not wait for that.
    await manager.update(AccountEntity, { id: accountId, billingContactId: memberId }, { billingContactId: null });
    const billingSuccessor = await billingSuccessorOf(manager, command);
    await this.outbox.record<MemberRevoked>(manager, isSwitch ? memberDeactivated : memberRevoked, {
      accountId,
      subject: memberId,
      data: { ...memberChange(account, next), ...(billingSuccessor && { billingSuccessor }) },
      traceparent: call.traceparent,
    });
    if (!isSwitch) {
      const words = { accountName: account.name, firstName };
      await this.mails.order(
        manager,
        { template: 'access-revoked', recipient, reader: { accountId, memberId }, words },
        call,
      );
    }
    return next;
  }
}

async function requireSuccessor(manager: EntityManager, accountId: string, id: string | undefined): Promise<void> {
  if (id === undefined) return;
  const successor = await lockMember(manager, { accountId, memberId: id }, 'read');
  if (successor.status !== 'active' || successor.kind === 'service' || (await isLeaving(manager, successor))) {
    throw new RosterError(memberNotActive, 'Only an active member can take over records');
  }
}

async function requireBillingContact(manager: EntityManager, accountId: string, memberId: string): Promise<void> {
  const member = await findMember(manager, { accountId, memberId });
  requireActivePerson(member);
  if (await isLeaving(manager, member)) throw new RosterError(memberNotActive);
}

/** Whom the deletion names to get the bills; undefined where that member has left meanwhile. */
async function billingSuccessorOf(
  manager: EntityManager,
  { accountId, billingContactId }: PendingCommandEntity,
): Promise<BillingSuccessor | undefined> {
  if (billingContactId === null) return undefined;
  const member = await manager.findOneBy(MemberEntity, { accountId, id: billingContactId, status: 'active' });
  return member ? { memberId: member.id, revision: member.revision } : undefined;
}

/** Rejects while the member is taking over somebody's records. Otherwise keepers would give the records to nobody. */
async function requireNoSuccession(manager: EntityManager, accountId: string, memberId: string): Promise<void> {
  const isSuccessor =
    (await manager.existsBy(DeletionEntity, { accountId, successorId: memberId, finishedAt: IsNull() })) ||
    (await manager.existsBy(PendingCommandEntity, { accountId, successorId: memberId }));
  if (isSuccessor) throw new RosterError(memberIsSuccessor);
}

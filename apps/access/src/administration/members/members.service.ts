import { Injectable } from '@nestjs/common';
import {
  durableName,
  memberIsOwner,
  memberNotFound,
  partyOf,
  privilegeAboveOwn,
  requestInvalid,
  RosterError,
  type ActPart,
  type AppliedVersion,
  type ApplyMember,
  type CallContext,
  type CheckCovered,
  type CheckMemberEdit,
  type MemberId,
  type Nothing,
  type Restorable,
  type TakeAwayMember,
  type TakenAway,
} from '@roster/contracts';
import { Database, Inbox, signedIn } from '@roster/service-kit';
import type { EntityManager } from 'typeorm';
import { validate as isUuid } from 'uuid';
import type { AccountEntity } from '../../account/accounts/account.entity.js';
import { lockAccount } from '../../account/accounts/account.js';
import { withMember, type StoredAccount } from '../../account/accounts/stored-account.js';
import { Ledger } from '../../ledger/ledger/ledger.js';
import { actOf, requireAllowed, requireCovered, requirePermission, type Act } from '../privileges/privileges.js';
import { MemberProjection } from '../projections/member-projection.js';
import { Handovers } from '../records/handovers.js';
import { Snapshots } from '../../account/snapshots/snapshots.js';
import { MemberEntity } from '../../account/members/member.entity.js';
import { memberOf } from '../../account/members/member-of.js';
import { seesMembers } from '../../account/members/sees-members.js';
import { withoutMember } from './deleted-member.js';
import {
  isTakenBeyond,
  losesAgentAccess,
  standingOf,
  taken,
  type Membership,
  type TakenStatus,
} from '../../account/members/member.js';

/** The permission that each change of status takes. */
const PERMISSIONS: Readonly<Record<TakenStatus, string>> = {
  inactive: 'members:edit',
  revoked: 'members:revoke',
  deleted: 'members:delete',
};

/** The commands by which identity's changes of members take effect here (`docs/decisions.md` 2). */
@Injectable()
export class MembersService {
  constructor(
    private readonly database: Database,
    private readonly inbox: Inbox,
    private readonly projection: MemberProjection,
    private readonly ledger: Ledger,
    private readonly handovers: Handovers,
    private readonly snapshots: Snapshots,
  ) {}

  /**
   * Rejects as a change would that gave this member agent access or took it away; or, where agent access is not named,
   * as any change that touches them.
   */
  async checkEdit({ memberId, agentAccess }: CheckMemberEdit, call: CallContext): Promise<Nothing> {
    const { accountId, actor } = signedIn(call);
    const account = await this.snapshots.current(accountId);
    if (!account) throw new RosterError(memberNotFound);
    const { stored } = account;
    const { id } = memberOf(account, memberId);
    const next = agentAccess === undefined ? stored : withMember(stored, id, (member) => ({ ...member, agentAccess }));
    requireAllowed({ ...actOf(account, actor), after: account.next(next), named: [id] });
    return {};
  }

  /** Applies an event before the stream delivers it. Both ways share one inbox, so it takes effect once. */
  async apply({ envelope }: ApplyMember): Promise<AppliedVersion> {
    const { id, type, accountid: accountId } = envelope;
    if (!accountId || !isUuid(accountId) || !isUuid(id)) {
      throw new RosterError(requestInvalid, 'The envelope names no account, or has no id');
    }
    return this.database.inAccount(accountId, async (manager) => {
      if (await this.inbox.once(manager, durableName('access', type), id)) {
        return { version: await this.projection.apply(manager, envelope.data, id) };
      }
      const account = await lockAccount(manager, accountId);
      return { version: account?.version ?? 0 };
    });
  }

  /**
   * Rejects where the actor could not give this member all that they had. Identity has already checked the permission.
   */
  async checkRestorable({ memberId }: MemberId, call: CallContext): Promise<Restorable> {
    const { accountId, actor } = signedIn(call);
    const account = await this.snapshots.atLeast(accountId);
    if (!account) throw new RosterError(memberNotFound);
    const { id } = memberOf(account, memberId);
    const restored = withMember(account.stored, id, (member) => ({
      ...member,
      status: 'active',
      takenStatus: null,
      takenRevision: null,
    }));
    const after = account.next(restored);
    requireAllowed({ ...actOf(account, actor), after, named: [id] });
    return { version: account.version, seesMembers: seesMembers(after, id, Date.now()) };
  }

  /**
   * Rejects unless the member who set up a way to sign in may let these members in. Only what they may do at this
   * instant counts. A suspension of the account takes permissions from everyone, so it is ignored here: people must be
   * able to sign in to pay.
   */
  async checkCovered({ accountId, coveringId, memberId }: CheckCovered): Promise<Nothing> {
    const present = await this.snapshots.current(accountId);
    if (!present) throw new RosterError(privilegeAboveOwn);
    const { stored } = present;
    const account = stored.status === 'suspended' ? present.next({ ...stored, status: 'active' }) : present;
    const { members, ownerMemberId } = account.stored;
    const others = members.map(({ id }) => id).filter((id) => id !== ownerMemberId);
    const covered = memberId === undefined ? others : [memberOf(account, memberId).id];
    requireCovered({ account, actorId: coveringId, now: Date.now() }, covered);
    return {};
  }

  /**
   * Marks the member as taken away, if the rules let the actor do so. A member who is already taken away stays so,
   * whoever asks.
   */
  async takeAway(input: TakeAwayMember, call: CallContext): Promise<TakenAway> {
    const { accountId, actor, client, requestId } = signedIn(call);
    const memberId = input.memberId.toLowerCase();
    return this.database.inAccount(accountId, async (manager) => {
      const row = await lockAccount(manager, accountId);
      const known = await manager.findOneBy(MemberEntity, { accountId, id: memberId });
      if (!row || !known) throw new RosterError(memberNotFound);
      if (standingOf(known) === 'deleted') return this.takeAgain(manager, row, known, input);
      // A command that arrives late must not give back what a later one has taken away.
      if (isTakenBeyond(known, input.status)) return { version: row.version };
      const entry = {
        actor: partyOf(actor),
        action: `member.${input.status}`,
        target: { type: 'member', id: memberId },
        requestId,
        client,
        parts: handoverTo(memberId, input.successorId),
        // Who asks for what has been taken already changes nothing; at most the revision is noted from which on it counts.
        ...(standingOf(known) === input.status && { shown: 'never' as const }),
      } as const;
      const { after } = await this.ledger.change(manager, accountId, entry, async (account, now) => {
        const act = actOf(account, actor, now);
        const { successorId } = input;
        const next = taken(known, input.status, input.revision);
        const state = next && withTaken(account.stored, { memberId, successorId }, next);
        if (standingOf(known) !== input.status) requireTakeable(act, memberId, { ...input, state });
        if (input.status === 'deleted') await this.handovers.begin(manager, act, { memberId, successorId });
        return state;
      });
      return this.takenAway(manager, after.version, { accountId, memberId });
    });
  }

  /**
   * Repeats the deletion of a member, who stays deleted. The new revision is stored, so that an event older than this
   * command does not count as its confirmation.
   */
  private async takeAgain(
    manager: EntityManager,
    { version }: AccountEntity,
    known: MemberEntity,
    input: TakeAwayMember,
  ): Promise<TakenAway> {
    if (input.status !== 'deleted') throw new RosterError(memberNotFound);
    const next = taken(known, 'deleted', input.revision);
    if (next) await manager.save(MemberEntity, { ...known, ...next });
    return this.takenAway(manager, version, { accountId: known.accountId, memberId: known.id });
  }

  private async takenAway(
    manager: EntityManager,
    version: number,
    { accountId, memberId }: { accountId: string; memberId: string },
  ): Promise<TakenAway> {
    const successorId = await this.handovers.successorOf(manager, accountId, memberId);
    return { version, ...(successorId !== undefined && { successorId }) };
  }
}

/** Who takes over what a deleted member owned. */
const handoverTo = (memberId: string, successorId: string | undefined): ActPart[] =>
  successorId === undefined ? [] : [{ kind: 'handover', id: memberId, before: null, after: { successorId } }];

function withTaken(
  account: StoredAccount,
  { memberId, successorId }: { memberId: string; successorId: string | undefined },
  next: Membership,
): StoredAccount {
  const { takenStatus, takenRevision } = next;
  const marked = withMember(account, memberId, (member) => ({
    ...member,
    takenStatus,
    takenRevision,
    agentAccess: member.agentAccess && !losesAgentAccess(next),
  }));
  return takenStatus === 'deleted' ? withoutMember(marked, memberId, successorId) : marked;
}

function requireTakeable(
  act: Act,
  memberId: string,
  { status, successorId, state }: Pick<TakeAwayMember, 'status' | 'successorId'> & { state: StoredAccount | undefined },
): void {
  requirePermission(act, PERMISSIONS[status]);
  if (memberId === act.account.policy.ownerMemberId) throw new RosterError(memberIsOwner);
  const named = successorId === undefined ? [memberId] : [memberId, successorId];
  if (state) requireAllowed({ ...act, after: act.account.next(state), named });
}

import { Injectable } from '@nestjs/common';
import {
  durableName,
  memberIsOwner,
  memberNotFound,
  requestInvalid,
  RosterError,
  type AppliedVersion,
  type ApplyMember,
  type CallContext,
  type TakeAwayMember,
} from '@roster/contracts';
import { Database, Inbox, signedIn } from '@roster/service-kit';
import type { EntityManager } from 'typeorm';
import { validate as isUuid } from 'uuid';
import type { AccountEntity } from '../accounts/account.entity.js';
import { lockAccount, raiseVersion } from '../accounts/account.js';
import { requireAdministrator, requirePermission, requireTouchable } from '../privileges/privileges.js';
import { Snapshots } from '../snapshots/snapshots.js';
import { MemberProjection } from '../projections/member-projection.js';
import { MemberEntity } from './member.entity.js';
import { standingOf, taken, type TakenStatus } from './member.js';

/** What it takes to bring a member to each of them. */
const PERMISSIONS: Readonly<Record<TakenStatus, string>> = {
  inactive: 'members:edit',
  revoked: 'members:revoke',
  deleted: 'members:delete',
};

/** The two commands by which identity's changes of members take hold here (`decisions.md` 2). */
@Injectable()
export class MembersService {
  constructor(
    private readonly database: Database,
    private readonly inbox: Inbox,
    private readonly projection: MemberProjection,
    private readonly snapshots: Snapshots,
  ) {}

  /** An event ahead of the stream: both go through one inbox, so it takes effect once. */
  async apply({ envelope }: ApplyMember): Promise<AppliedVersion> {
    const { id, type, accountid: accountId } = envelope;
    if (!accountId || !isUuid(accountId) || !isUuid(id)) {
      throw new RosterError(requestInvalid, 'The envelope names no account, or has no id');
    }
    return this.database.inAccount(accountId, async (manager) => {
      if (await this.inbox.once(manager, durableName('access', type), id)) {
        return { version: await this.projection.apply(manager, envelope.data) };
      }
      const account = await lockAccount(manager, accountId);
      return { version: account?.version ?? 0 };
    });
  }

  /** Marks the member, if the rules let the actor do so. What is taken away already stays so, whoever asks. */
  async takeAway(input: TakeAwayMember, call: CallContext): Promise<AppliedVersion> {
    const { accountId, actor } = signedIn(call);
    return this.database.inAccount(accountId, async (manager) => {
      const account = await lockAccount(manager, accountId);
      const member = await manager.findOneBy(MemberEntity, { accountId, id: input.memberId });
      if (!account || !member) throw new RosterError(memberNotFound);
      const standing = standingOf(member);
      if (standing === 'deleted' && input.status !== 'deleted') throw new RosterError(memberNotFound);
      if (standing !== input.status) {
        const permission = PERMISSIONS[input.status];
        await this.requireAllowed(manager, account, { actorId: actor.memberId, member, permission });
      }

      const next = taken(member, input.status, input.revision);
      if (next) await manager.save(MemberEntity, { ...next, accountId, id: member.id });
      if (standing !== input.status) await raiseVersion(manager, account);
      return { version: account.version };
    });
  }

  private async requireAllowed(
    manager: EntityManager,
    row: AccountEntity,
    { actorId, member, permission }: { actorId: string; member: MemberEntity; permission: string },
  ): Promise<void> {
    const act = { account: await this.snapshots.underLock(manager, row), actorId, now: Date.now() };
    requirePermission(act, permission);
    if (member.id === row.ownerMemberId) throw new RosterError(memberIsOwner);
    requireTouchable(act, member.id);
    requireAdministrator(act, member.id, []);
  }
}

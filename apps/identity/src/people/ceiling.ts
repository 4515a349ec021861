import { Injectable } from '@nestjs/common';
import {
  memberNotFound,
  privilegeAboveOwn,
  RosterError,
  type CallContext,
  type ErrorKind,
  type RpcContract,
} from '@roster/contracts';
import { Database, Idempotency, type SignedIn } from '@roster/service-kit';
import type { EntityManager } from 'typeorm';
import { findAccount } from './accounts/accounts.service.js';
import { findMember } from './members/members.store.js';
import type { MemberEntity } from './members/member.entity.js';
import { AccessClient } from '../neighbours/access.client.js';

/** A command that acts on people. Its idempotency key is looked up with these three. */
interface Command<I extends object, O extends object> {
  readonly contract: RpcContract<I, O>;
  readonly input: I;
  readonly call: SignedIn;
}

/** The ids of the members that a command acts on, or a function that looks them up in a transaction of the account. */
type Targets = readonly string[] | ((manager: EntityManager) => Promise<readonly string[]>);

/**
 * Nobody acts on a person who may do more than they may: on their factors, sessions, addresses, invitation or keys.
 * Access compares them, so this is called before the command's own transaction, never within one.
 */
@Injectable()
export class Ceiling {
  constructor(
    private readonly access: AccessClient,
    private readonly database: Database,
    private readonly idempotency: Idempotency,
  ) {}

  /**
   * Rejects with `member.not-found` if one of the named members is a service account, and with `privilege.above-own` if
   * one of the members may do more than the actor. For the owner the error is `ofOwner`. Everybody may act on
   * themselves. A repeated command is not checked again, so that it gets its first answer.
   */
  async require<I extends object, O extends object>(
    { contract, input, call }: Command<I, O>,
    targets: Targets,
    ofOwner: ErrorKind = privilegeAboveOwn,
  ): Promise<void> {
    const { accountId, actor } = call;
    const others = await this.database.atOneMoment(accountId, async (manager) => {
      if (await this.idempotency.find(manager, call, contract, input)) return [];
      const memberIds = (typeof targets === 'function' ? await targets(manager) : targets).filter(
        (id) => id !== actor.memberId,
      );
      const { ownerMemberId } = await findAccount(manager, accountId);
      if (memberIds.includes(ownerMemberId)) throw new RosterError(ofOwner);
      const members: MemberEntity[] = [];
      for (const memberId of memberIds) members.push(await findMember(manager, { accountId, memberId }));
      // A service account is named by no command: its key is revoked by the key's own id.
      const isNamed = typeof targets !== 'function';
      if (isNamed && members.some(({ kind }) => kind === 'service')) throw new RosterError(memberNotFound);
      return members;
    });
    for (const member of others) await this.requireBelow(member, call);
  }

  /**
   * Access learns of an invitation a moment after it is made. Until then, the roles that the invitation promises are
   * compared.
   */
  private async requireBelow({ id: memberId, status, roleIds, agentAccess }: MemberEntity, call: CallContext) {
    try {
      await this.access.requireEditable({ memberId }, call);
    } catch (error) {
      if (status !== 'invited' || !isUnheard(error)) throw error;
      await this.access.promisable({ roleIds, ...(agentAccess && { agentAccess }) }, call);
    }
  }
}

const isUnheard = (error: unknown): boolean =>
  error instanceof RosterError && error.cause instanceof RosterError && error.cause.is(memberNotFound);

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

/** A command that acts on people, as its idempotency key knows it. */
interface Command<I extends object, O extends object> {
  readonly contract: RpcContract<I, O>;
  readonly input: I;
  readonly call: SignedIn;
}

/** The ids of those whom a command acts on, or how they are looked up in a transaction of the account. */
type Whom = readonly string[] | ((manager: EntityManager) => Promise<readonly string[]>);

/**
 * Nobody acts on a person who holds more than they do: their factors, sessions, addresses, invitation, keys. Access
 * measures it; so it is asked before the command's own transaction, never within one.
 */
@Injectable()
export class Ceiling {
  constructor(
    private readonly access: AccessClient,
    private readonly database: Database,
    private readonly idempotency: Idempotency,
  ) {}

  /**
   * Rejects with `member.not-found` (of a service account that is named, too), and with `privilege.above-own`
   * where one of the members that the command acts on is above the actor; of the owner with `ofOwner`. Nobody is above
   * themselves. Whoever repeats a command that was done is not asked again, so that they get its answer.
   */
  async require<I extends object, O extends object>(
    { contract, input, call }: Command<I, O>,
    whom: Whom,
    ofOwner: ErrorKind = privilegeAboveOwn,
  ): Promise<void> {
    const { accountId, actor } = call;
    const others = await this.database.atOneMoment(accountId, async (manager) => {
      if (await this.idempotency.find(manager, call, contract, input)) return [];
      const memberIds = (typeof whom === 'function' ? await whom(manager) : whom).filter((id) => id !== actor.memberId);
      const { ownerMemberId } = await findAccount(manager, accountId);
      if (memberIds.includes(ownerMemberId)) throw new RosterError(ofOwner);
      const members: MemberEntity[] = [];
      for (const memberId of memberIds) members.push(await findMember(manager, { accountId, memberId }));
      // A key is revoked by its own id; nothing else touches what it acts as.
      const isNamed = typeof whom !== 'function';
      if (isNamed && members.some(({ kind }) => kind === 'service')) throw new RosterError(memberNotFound);
      return members;
    });
    for (const member of others) await this.requireBelow(member, call);
  }

  /** Access hears of an invitation a moment later than it is made: until then its promise is measured. */
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

import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { openAccount } from '../../account/accounts/account.js';
import { Ledger, type Entry } from '../../ledger/ledger/ledger.js';
import { MemberEntity } from '../../account/members/member.entity.js';
import { projectedAccount, type ToldChange } from './projected-account.js';

/** Copies what identity reports about accounts and members, in whatever order its events come. */
@Injectable()
export class MemberProjection {
  constructor(private readonly ledger: Ledger) {}

  /**
   * Applies a state in the account of the transaction. Resolves with the account's version, which is raised if anything
   * changed. A change of which the event names no act is recorded with `envelopeId` as its request.
   */
  async apply(manager: EntityManager, change: ToldChange, envelopeId: string): Promise<number> {
    const { account: state, member } = change;
    await openAccount(manager, state);
    const { after } = await this.ledger.change(manager, state.id, entryOf(change, envelopeId), async (account) => {
      // Deleted members are only in the database. They are read from there, so that an event that arrives late does not
      // bring them back.
      const known = account.stored.members.find(({ id }) => id === member.id);
      const tombstone = known ? null : await manager.findOneBy(MemberEntity, { accountId: state.id, id: member.id });
      return projectedAccount(account, change, tombstone ?? undefined);
    });
    return after.version;
  }
}

/** The act that identity tells of. Where it tells of none, access was asked first, and has the act's row already. */
function entryOf({ account, member, formerOwner, act }: ToldChange, id: string): Entry {
  if (!act) {
    return {
      actor: { kind: 'service', name: 'identity' },
      ...(formerOwner
        ? { action: 'ownership.transferred', target: { type: 'account', id: account.id } }
        : { action: `member.${member.status}`, target: { type: 'member', id: member.id } }),
      requestId: id,
      id,
      shown: 'never',
    };
  }
  const { actor, action, targetType, targetId, parts, address, userAgent } = act;
  return {
    actor,
    action,
    target: { type: targetType, id: targetId },
    parts,
    client: address === null ? undefined : { address, ...(userAgent !== null && { userAgent }) },
    requestId: act.requestId ?? id,
    id,
    shown: 'always',
  };
}

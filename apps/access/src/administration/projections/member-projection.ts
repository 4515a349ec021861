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
   * changed. The ledger records `requestId`, so that the change can be traced to its request.
   */
  async apply(manager: EntityManager, change: ToldChange, requestId: string): Promise<number> {
    const { account: state, member } = change;
    await openAccount(manager, state);
    const { after } = await this.ledger.change(manager, state.id, entryOf(change, requestId), async (account) => {
      // Deleted members are only in the database. They are read from there, so that an event that arrives late does not
      // bring them back.
      const known = account.stored.members.find(({ id }) => id === member.id);
      const tombstone = known ? null : await manager.findOneBy(MemberEntity, { accountId: state.id, id: member.id });
      return projectedAccount(account, change, tombstone ?? undefined);
    });
    return after.version;
  }
}

const entryOf = ({ account, member: { id, status }, formerOwner }: ToldChange, requestId: string): Entry => ({
  actor: { kind: 'service', name: 'identity' },
  ...(formerOwner
    ? { action: 'ownership.transferred', target: { type: 'account', id: account.id } }
    : { action: `member.${status}`, target: { type: 'member', id } }),
  requestId,
});

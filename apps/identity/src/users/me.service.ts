import { Injectable } from '@nestjs/common';
import { RosterError, sessionRequired, type CallContext, type Me } from '@roster/contracts';
import { Database, signedIn } from '@roster/service-kit';
import { toAccount } from '../accounts/account.js';
import { findAccount } from '../accounts/accounts.service.js';
import { findMember, showMember } from '../members/members.store.js';
import { UserEntity } from './user.entity.js';

@Injectable()
export class MeService {
  constructor(private readonly database: Database) {}

  get(call: CallContext): Promise<Me> {
    const { accountId, actor } = signedIn(call);
    return this.database.inAccount(accountId, async (manager) => {
      const user = await manager.findOneBy(UserEntity, { id: actor.userId });
      if (!user) throw new RosterError(sessionRequired);
      const { id, email, firstName, lastName } = user;
      const account = await findAccount(manager, accountId);
      const member = await findMember(manager, { accountId, memberId: actor.memberId });
      return {
        user: { id, email, firstName, lastName },
        account: toAccount(account),
        member: await showMember(manager, member, account),
      };
    });
  }
}

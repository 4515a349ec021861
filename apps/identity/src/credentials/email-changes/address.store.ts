import { Injectable } from '@nestjs/common';
import { emailTaken, memberEdited, RosterError, type CallContext } from '@roster/contracts';
import { enterAccount, Outbox } from '@roster/service-kit';
import { Not, type EntityManager } from 'typeorm';
import { findAccount } from '../../people/accounts/accounts.service.js';
import { memberAct, profilePart } from '../../core/acts.js';
import { isTaken } from '../../core/database/violations.js';
import { MemberEntity } from '../../people/members/member.entity.js';
import { memberChange } from '../../people/members/member.js';
import { changeMember, lockMember } from '../../people/members/members.store.js';
import { membershipsOf } from '../../people/members/memberships.store.js';
import { PASSWORD_RESETS } from '../password-resets/password-reset.entity.js';
import { UserEntity } from '../../people/users/user.entity.js';

/** The address of a person, in all the places where it is stored. */
@Injectable()
export class AddressStore {
  constructor(private readonly outbox: Outbox) {}

  /**
   * Gives the person a new address in all their accounts, each of which gets an event with their act. The caller has locked the
   * person's row. Links that set a password went to the old address, so they stop working. Rejects with `email.taken`.
   */
  async move(
    manager: EntityManager,
    { id }: UserEntity,
    { email, action }: { email: string; action: 'email.changed' | 'email-change.undone' },
    call: CallContext,
  ): Promise<void> {
    if (await manager.existsBy(UserEntity, { email, id: Not(id) })) throw new RosterError(emailTaken);
    await untaken(manager.update(UserEntity, { id }, { email }));
    await PASSWORD_RESETS.close(manager, { userId: id });
    for (const { accountId, id: memberId } of await membershipsOf(manager, id)) {
      await enterAccount(manager, accountId);
      const held = await lockMember(manager, { accountId, memberId }, 'write');
      const rival = { accountId, email, id: Not(memberId), status: Not('deleted' as const) };
      if (await manager.existsBy(MemberEntity, rival)) throw new RosterError(emailTaken);
      const member = await untaken(changeMember(manager, held, { email }));
      const act = memberAct(memberId, action, call, {
        actor: { kind: 'member', memberId },
        parts: profilePart(memberId, ['email']),
      });
      await this.outbox.record(manager, memberEdited, {
        accountId,
        subject: memberId,
        data: memberChange(await findAccount(manager, accountId), member, act),
        traceparent: call.traceparent,
      });
    }
  }
}

/** Another transaction has taken the address first. The caller's transaction has failed and can only be rolled back. */
const untaken = <T>(write: Promise<T>): Promise<T> =>
  write.catch((error: unknown) => {
    throw isTaken(error) ? new RosterError(emailTaken) : error;
  });

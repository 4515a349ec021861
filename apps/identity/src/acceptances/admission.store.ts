import { Injectable } from '@nestjs/common';
import {
  memberActivated,
  RosterError,
  tokenInvalid,
  type CallContext,
  type Envelope,
  type MemberChange,
  type SessionStarted,
} from '@roster/contracts';
import { Outbox } from '@roster/service-kit';
import type { EntityManager } from 'typeorm';
import { toAccount } from '../accounts/account.js';
import { findAccount } from '../accounts/accounts.service.js';
import { InvitationEntity } from '../invitations/invitation.entity.js';
import { memberChange } from '../members/member.js';
import { changeMember, lockMember, showMember } from '../members/members.store.js';
import { SessionStore } from '../sessions/session.store.js';
import { UserEntity } from '../users/user.entity.js';
import { createUser } from '../users/user.store.js';

/** A new guest's password, hashed; nothing for a user who has shown who he is. */
export type Proof =
  | { readonly userId: string }
  | { readonly firstName: string; readonly lastName: string; readonly passwordHash: string };

export interface Accepted {
  readonly answer: SessionStarted;
  readonly envelope: Envelope<MemberChange>;
}

/** Lets those in who have shown that they may. */
@Injectable()
export class AdmissionStore {
  constructor(
    private readonly outbox: Outbox,
    private readonly sessions: SessionStore,
  ) {}

  /** Resolves with nothing, and changes nothing, where a new guest's address has got a user in the meantime. */
  async admit(
    manager: EntityManager,
    { accountId, id, memberId, email, tokenHash }: InvitationEntity,
    proof: Proof,
    { traceparent }: CallContext,
  ): Promise<Accepted | undefined> {
    const user =
      'userId' in proof
        ? await manager.findOneByOrFail(UserEntity, { id: proof.userId })
        : await createUser(manager, { email, ...proof });
    if (!user) return undefined;
    await claim(manager, { accountId, id, tokenHash });
    const invited = await lockMember(manager, { accountId, memberId }, 'write');
    const { firstName, lastName } = user;
    const member = await changeMember(manager, invited, { status: 'active', userId: user.id, firstName, lastName });
    const account = await findAccount(manager, accountId);
    const session = await this.sessions.start(manager, member, user.id);
    const envelope = await this.outbox.record(manager, memberActivated, {
      accountId,
      subject: memberId,
      data: memberChange(account, member),
      traceparent,
    });
    const shown = await showMember(manager, member, account);
    return { answer: { ...session, account: toAccount(account), member: shown }, envelope };
  }
}

/** Accepts the invitation, which only one of any number of parallel attempts can do, and only by its present link. */
async function claim(
  manager: EntityManager,
  key: Pick<InvitationEntity, 'accountId' | 'id' | 'tokenHash'>,
): Promise<void> {
  const claimed = await manager.update(InvitationEntity, { ...key, state: 'pending' }, { state: 'accepted' });
  if (claimed.affected !== 1) throw new RosterError(tokenInvalid);
}

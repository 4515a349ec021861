import { Injectable } from '@nestjs/common';
import {
  readableEmail,
  editMe,
  RosterError,
  sessionRequired,
  type CallContext,
  type EditProfile,
  type Me,
  type MeEdited,
  type OwnMember,
} from '@roster/contracts';
import { Authorizer, Database, Idempotency, signedInPerson, type SignedInPerson } from '@roster/service-kit';
import type { EntityManager } from 'typeorm';
import { AccessClient } from '../../neighbours/access.client.js';
import { toAccount } from '../accounts/account.js';
import { findAccount } from '../accounts/accounts.service.js';
import { changeOf, MemberProfilesService, type Committed } from '../member-profiles/member-profiles.service.js';
import { findMember } from '../members/members.store.js';
import { UserEntity } from './user.entity.js';

interface Edited extends Pick<Committed, 'envelope'> {
  readonly me: Me;
}

@Injectable()
export class MeService {
  constructor(
    private readonly authorizer: Authorizer,
    private readonly database: Database,
    private readonly idempotency: Idempotency,
    private readonly profiles: MemberProfilesService,
    private readonly access: AccessClient,
  ) {}

  async get(context: CallContext): Promise<Me> {
    const call = signedInPerson(context);
    const seesProfile = await this.seesProfile(context);
    const me = await this.database.inAccount(call.accountId, (manager) => this.show(manager, call));
    return seesProfile ? me : { ...me, member: withoutProfile(me.member) };
  }

  /** Whoever is signed in learns who they are, also while nobody can decide what they may do. */
  private async seesProfile(context: CallContext): Promise<boolean> {
    try {
      await this.authorizer.authorize(context, 'self:view');
      return true;
    } catch (error) {
      if (error instanceof RosterError) return false;
      throw error;
    }
  }

  async edit(input: EditProfile, context: CallContext): Promise<MeEdited> {
    const call = signedInPerson(context);
    const { me, envelope } = await this.database.inAccount(call.accountId, (manager) =>
      this.idempotency.run(manager, call, editMe, input, () => this.commit(manager, changeOf(input), call)),
    );
    return { ...me, ...(envelope && (await this.access.applied(envelope, call))) };
  }

  private async commit(manager: EntityManager, change: EditProfile, call: SignedInPerson): Promise<Edited> {
    const { memberId, userId } = call.actor;
    const { envelope } = await this.profiles.commit(manager, { memberId, change }, call);
    const { firstName, lastName } = change;
    const name = { ...(firstName !== undefined && { firstName }), ...(lastName !== undefined && { lastName }) };
    if (Object.keys(name).length > 0) await manager.update(UserEntity, { id: userId }, name);
    return { me: await this.show(manager, call), ...(envelope && { envelope }) };
  }

  private async show(manager: EntityManager, { accountId, actor }: SignedInPerson): Promise<Me> {
    const user = await manager.findOneBy(UserEntity, { id: actor.userId });
    if (!user) throw new RosterError(sessionRequired);
    const { id, email, firstName, lastName } = user;
    const member = await findMember(manager, { accountId, memberId: actor.memberId });
    return {
      user: { id, email: readableEmail(email), firstName, lastName },
      account: toAccount(await findAccount(manager, accountId)),
      member: await this.profiles.show(manager, member),
    };
  }
}

function withoutProfile({
  emailFromName: _name,
  replyTo: _replyTo,
  sender: _sender,
  timeZone: _zone,
  ...row
}: OwnMember): OwnMember {
  return row;
}

import { Injectable } from '@nestjs/common';
import { RosterError, ssoNotAdmitted, ssoRequired, type NotAdmitted, type Promised } from '@roster/contracts';
import { Not, type EntityManager } from 'typeorm';
import { isDomainVerified } from '../domains/domain.store.js';
import { domainOf, verifiedEmail } from '../identity-providers/claims.js';
import { InvitationEntity } from '../invitations/invitation.entity.js';
import { isOpen, promisedBy } from '../invitations/invitation.js';
import { MemberEntity } from '../members/member.entity.js';
import { SsoConnectionEntity } from '../sso-connections/sso-connection.entity.js';
import { SsoIdentityEntity } from '../sso-connections/sso-identity.entity.js';
import { UserEntity } from '../users/user.entity.js';
import type { Vouched } from './sso-questions.js';

/** Who somebody is to the account that comes with a provider's word. */
export type Recognised =
  | { readonly kind: 'member'; readonly memberId: string; readonly userId: string; readonly isLinked: boolean }
  | { readonly kind: 'invited'; readonly invitation: InvitationEntity; readonly promised: Promised }
  | { readonly kind: 'new'; readonly email: string };

export const notAdmitted = (reason: NotAdmitted): RosterError =>
  new RosterError(ssoNotAdmitted, undefined, { details: { reason } });

/**
 * By issuer and subject, never by an address: unless the provider vouches for the address and the account has shown that
 * its domain is its own. Then the name is linked, once (S66).
 */
@Injectable()
export class RecognitionStore {
  /** In the transaction's account. Rejects with `sso.not-admitted` and `sso.required`. */
  async recognise(manager: EntityManager, vouched: Vouched): Promise<Recognised> {
    const { connection, claims } = vouched;
    const { accountId, id, issuer, kind, provisions } = connection;
    const others = { accountId, enforced: true, id: Not(id) };
    if (await manager.existsBy(SsoConnectionEntity, others)) throw new RosterError(ssoRequired);
    const linked = await manager.findOneBy(SsoIdentityEntity, { accountId, issuer, subject: claims.sub });
    const own = linked && (await livingMember(manager, accountId, { userId: linked.userId }));
    if (linked && own) return { kind: 'member', memberId: own.id, userId: linked.userId, isLinked: true };

    const email = verifiedEmail(claims, kind);
    if (email === undefined) throw notAdmitted('email-unverified');
    if (!(await isDomainVerified(manager, accountId, domainOf(email)))) throw notAdmitted('domain-unverified');
    const user = await manager.findOneBy(UserEntity, { email });
    await assertNobodyElse(manager, vouched, { linked, user });

    const byUser = user && (await livingMember(manager, accountId, { userId: user.id }));
    if (user && byUser) return { kind: 'member', memberId: byUser.id, userId: user.id, isLinked: linked !== null };
    const invited = await livingMember(manager, accountId, { email });
    if (invited) return invitedAs(manager, invited);
    if (!provisions) throw notAdmitted('not-a-member');
    return { kind: 'new', email };
  }

  /** In the transaction's account. Fails on a unique key where the name or the person is linked otherwise. */
  async link(manager: EntityManager, { connection, claims }: Vouched, userId: string): Promise<void> {
    const { accountId, issuer } = connection;
    await manager.insert(SsoIdentityEntity, { accountId, issuer, subject: claims.sub, userId, createdAt: new Date() });
  }

  /** Whom the provider's name stands for in its account. */
  async linkedUser(manager: EntityManager, { connection, claims }: Vouched): Promise<string | undefined> {
    const { accountId, issuer } = connection;
    const linked = await manager.findOneBy(SsoIdentityEntity, { accountId, issuer, subject: claims.sub });
    return linked?.userId;
  }
}

const livingMember = (manager: EntityManager, accountId: string, by: { userId: string } | { email: string }) =>
  manager.findOneBy(MemberEntity, { accountId, ...by, kind: 'person', status: Not('deleted' as const) });

/** An address that has come to somebody else at the provider does not bring its former holder's membership along. */
async function assertNobodyElse(
  manager: EntityManager,
  { connection: { accountId, issuer }, claims }: Vouched,
  { linked, user }: { linked: SsoIdentityEntity | null; user: UserEntity | null },
): Promise<void> {
  if (linked && linked.userId !== user?.id) throw notAdmitted('linked-otherwise');
  const other = user && (await manager.findOneBy(SsoIdentityEntity, { accountId, issuer, userId: user.id }));
  if (other && other.subject !== claims.sub) throw notAdmitted('linked-otherwise');
}

async function invitedAs(manager: EntityManager, member: MemberEntity): Promise<Recognised> {
  const { accountId, id: memberId } = member;
  const invitation = await manager.findOneBy(InvitationEntity, { accountId, memberId, state: 'pending' });
  if (!invitation || !isOpen(invitation, new Date())) throw notAdmitted('not-a-member');
  return { kind: 'invited', invitation, promised: promisedBy(invitation, member) };
}

import { Injectable } from '@nestjs/common';
import { RosterError, ssoNotAdmitted, ssoRequired, type NotAdmitted } from '@roster/contracts';
import { Not, type EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { findAccount } from '../../people/accounts/accounts.service.js';
import { verifiedDomain } from '../domains/domain.store.js';
import { domainOf, verifiedEmail } from '../identity-providers/claims.js';
import { InvitationEntity } from '../../onboarding/invitations/invitation.entity.js';
import { isOpen } from '../../onboarding/invitations/invitation.js';
import { MemberEntity } from '../../people/members/member.entity.js';
import { hasSecondFactor } from '../../credentials/second-factors/second-factors.js';
import { SsoConnectionEntity } from '../../people/accounts/sso-connection.entity.js';
import { SsoIdentityEntity } from '../sso-connections/sso-identity.entity.js';
import { UserEntity } from '../../people/users/user.entity.js';
import type { VouchedPerson } from './sso-questions.js';

/** The person as the account knows them. */
export type Recognised =
  | (OnTheirWord & {
      readonly kind: 'member';
      readonly memberId: string;
      readonly userId: string;
      readonly isLinked: boolean;
    })
  | (OnTheirWord & { readonly kind: 'invited'; readonly invitation: InvitationEntity; readonly member: MemberEntity })
  | (OnTheirWord & { readonly kind: 'new'; readonly email: string });

/**
 * The members who vouch for the person's identity; nobody who may do more than they may is recognised. Empty if the
 * person has made the link themselves.
 */
interface OnTheirWord {
  readonly vouchedBy: readonly string[];
}

export const notAdmitted = (reason: NotAdmitted): RosterError =>
  new RosterError(ssoNotAdmitted, undefined, { details: { reason } });

/**
 * Recognises people by issuer and subject. An address counts only once, for the first link, and only if the provider
 * vouches for it and the account has verified its domain (S66). Such a link depends on the member who set up the
 * connection, until the person links it while signed in.
 */
@Injectable()
export class RecognitionStore {
  /** The transaction has entered the account. Rejects with `sso.not-admitted` and `sso.required`. */
  async recognise(manager: EntityManager, vouched: VouchedPerson): Promise<Recognised> {
    const { connection, claims } = vouched;
    const { accountId, id, issuer, provisions, granterId } = connection;
    const others = { accountId, enforced: true, id: Not(id) };
    if (await manager.existsBy(SsoConnectionEntity, others)) throw new RosterError(ssoRequired);
    const linked = await manager.findOneBy(SsoIdentityEntity, { accountId, issuer, subject: claims.sub });
    const own = linked && (await presentMember(manager, accountId, { userId: linked.userId }));
    if (linked && own) {
      const vouchedBy = linked.linkedTo === id ? [] : [granterId];
      return { kind: 'member', memberId: own.id, userId: linked.userId, isLinked: true, vouchedBy };
    }

    const email = verifiedEmail(claims, connection);
    if (email === undefined) throw notAdmitted('email-unverified');
    const domain = await verifiedDomain(manager, accountId, domainOf(email));
    if (!domain) throw notAdmitted('domain-unverified');
    const vouchedBy = [...new Set([granterId, domain.verifierId ?? granterId])];
    const user = await manager.findOneBy(UserEntity, { email });
    await requireSamePerson(manager, vouched, { linked, user });

    const byUser = user && (await presentMember(manager, accountId, { userId: user.id }));
    if (user && byUser) {
      return { kind: 'member', memberId: byUser.id, userId: user.id, isLinked: linked !== null, vouchedBy };
    }
    const invited = await presentMember(manager, accountId, { email });
    if (invited) return { ...(await invitedAs(manager, invited)), vouchedBy };
    if (!provisions) throw notAdmitted('not-a-member');
    return { kind: 'new', email, vouchedBy };
  }

  /** The transaction has entered the account. Violates a unique key if the subject or the person has another link. */
  async link(manager: EntityManager, vouched: VouchedPerson, userId: string): Promise<void> {
    const identity = { id: uuidv7(), userId, linkedTo: null, createdAt: new Date() };
    await manager.insert(SsoIdentityEntity, { ...keyOf(vouched), ...identity });
  }

  /** The same, by the person themselves while signed in. Resolves with whether anything changed. */
  async linkSignedIn(manager: EntityManager, vouched: VouchedPerson, userId: string): Promise<boolean> {
    const key = keyOf(vouched);
    const linkedTo = vouched.connection.id;
    const linked = await this.linked(manager, vouched);
    if (linked?.userId === userId && linked.linkedTo === linkedTo) return false;
    if (linked?.userId === userId) await manager.delete(SsoIdentityEntity, key);
    await manager.insert(SsoIdentityEntity, { ...key, id: uuidv7(), userId, linkedTo, createdAt: new Date() });
    return true;
  }

  /**
   * Whether the provider's word is a proof beyond its account, as for changing the person's password or address. Only
   * if the person's address is in a verified domain of the account, if they have no second factor, which nobody else
   * can show for them, and if the owner vouches for the connection or the person has linked it themselves. A provider
   * that the owner trusts with addresses is trusted in this account alone, so there only the person's own link counts.
   */
  async vouchesForPerson(manager: EntityManager, vouched: VouchedPerson, userId: string): Promise<boolean> {
    const { accountId, granterId, id, trustsAddresses } = vouched.connection;
    const { email } = await manager.findOneByOrFail(UserEntity, { id: userId });
    if (await hasSecondFactor(manager, userId)) return false;
    if (!(await verifiedDomain(manager, accountId, domainOf(email)))) return false;
    const { ownerMemberId } = await findAccount(manager, accountId);
    return (!trustsAddresses && granterId === ownerMemberId) || (await this.linked(manager, vouched))?.linkedTo === id;
  }

  /** The link of the provider's subject in its account. */
  linked(manager: EntityManager, vouched: VouchedPerson): Promise<SsoIdentityEntity | null> {
    return manager.findOneBy(SsoIdentityEntity, keyOf(vouched));
  }
}

const keyOf = ({ connection: { accountId, issuer }, claims: { sub: subject } }: VouchedPerson) => ({
  accountId,
  issuer,
  subject,
});

const presentMember = (manager: EntityManager, accountId: string, by: { userId: string } | { email: string }) =>
  manager.findOneBy(MemberEntity, { accountId, ...by, kind: 'person', status: Not('deleted' as const) });

/**
 * Rejects if the address belongs to another person at the provider now, so that they do not take over the membership of
 * the earlier holder.
 */
async function requireSamePerson(
  manager: EntityManager,
  { connection: { accountId, issuer }, claims }: VouchedPerson,
  { linked, user }: { linked: SsoIdentityEntity | null; user: UserEntity | null },
): Promise<void> {
  if (linked && linked.userId !== user?.id) throw notAdmitted('linked-otherwise');
  const other = user && (await manager.findOneBy(SsoIdentityEntity, { accountId, issuer, userId: user.id }));
  if (other && other.subject !== claims.sub) throw notAdmitted('linked-otherwise');
}

async function invitedAs(manager: EntityManager, member: MemberEntity) {
  const { accountId, id: memberId } = member;
  const invitation = await manager.findOneBy(InvitationEntity, { accountId, memberId, state: 'pending' });
  if (!invitation || !isOpen(invitation, new Date())) throw notAdmitted('not-a-member');
  return { kind: 'invited', invitation, member } as const;
}

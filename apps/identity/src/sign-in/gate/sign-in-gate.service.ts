import { Injectable } from '@nestjs/common';
import {
  FRESH_FOR,
  ipUnauthorized,
  memberInactive,
  passkeyInvalid,
  reauthenticationRequired,
  RosterError,
  sessionCredentialsInvalid,
  ssoRequired,
  type CallContext,
  type SecondFactor,
  type SignInAnswer,
  type SignInMethod,
} from '@roster/contracts';
import { Database, enterAccount } from '@roster/service-kit';
import type { EntityManager } from 'typeorm';
import { toAccount } from '../../people/accounts/account.js';
import type { AccountEntity } from '../../people/accounts/account.entity.js';
import { findAccount } from '../../people/accounts/accounts.service.js';
import { recordActivity } from '../../people/activity/activity-log.js';
import type { ChallengeEntity } from '../../credentials/challenge.entity.js';
import { ChallengeStore } from '../challenge.store.js';
import { rememberDevice } from '../../sessions/devices/device.store.js';
import { isAddressAuthorized } from '../ip-addresses/authorized.js';
import { Mails } from '../../people/mails/mails.js';
import { MemberEntity } from '../../people/members/member.entity.js';
import { lastUsed } from '../../people/members/member.js';
import { lockMember, showMember } from '../../people/members/members.store.js';
import { PasskeyEntity } from '../../credentials/passkeys/passkey.entity.js';
import { secondFactorsOf } from '../../credentials/second-factors/second-factors.js';
import { SessionStore } from '../../sessions/sessions/session.store.js';
import { isSsoEnforced } from '../../people/accounts/enforcement.js';
import { CredentialEntity } from '../../people/users/credential.entity.js';
import { UserEntity } from '../../people/users/user.entity.js';
import { isEmergency, nextStep, type SignInState } from './next-step.js';

/** A person who wants to come in, and what they have shown. */
export interface SignInAttempt {
  readonly userId: string;
  readonly methods: readonly SignInMethod[];
  /** When they have shown it. Default: now; it is earlier when they come from another session. */
  readonly authenticatedAt?: Date | undefined;
  /** The session that they come from, which ends when they are in. */
  readonly replaces?: string | undefined;
  /** The hash that their password was compared with. If the password has changed since, the attempt is refused. */
  readonly passwordHash?: string | undefined;
  /** Whether the account trusts their identity provider with their second factor. Default: no. */
  readonly isProviderTrusted?: boolean;
  /** The members who vouch for them. Default: nobody. */
  readonly vouchedBy?: readonly string[] | undefined;
  /** The passkey that has signed. If it was deleted since, the attempt is refused. */
  readonly passkeyId?: string | undefined;
}

/** An answer, or a refusal that is thrown after the commit, because its challenge has to be stored. */
export type Admitted = SignInAnswer | { readonly refusal: RosterError };

/**
 * The one gate for every way of signing in: password, passkey, identity provider, invitation, another account (S15).
 */
@Injectable()
export class SignInGate {
  constructor(
    private readonly challenges: ChallengeStore,
    private readonly database: Database,
    private readonly mails: Mails,
    private readonly sessions: SessionStore,
  ) {}

  /**
   * Enters the given account, or else the one last used, or else the oldest. Runs in a transaction of its own. Rejects
   * with `member.inactive`, `sso.required` and `ip.unauthorized`.
   */
  async enter(attempt: SignInAttempt, accountId: string | undefined, call: CallContext): Promise<SignInAnswer> {
    const { userId } = attempt;
    const admitted = await this.database.through({ userId }, async (manager) => {
      const chosen = await membershipOf(manager, userId, accountId);
      await enterAccount(manager, chosen.accountId);
      // The row is locked until the commit, so a parallel revocation waits and then ends this session.
      const member = await lockMember(manager, { accountId: chosen.accountId, memberId: chosen.id }, 'write');
      return this.admit(manager, member, attempt, call);
    });
    return answered(admitted);
  }

  /** Goes on after a step of a sign-in: to the next step, or in. The transaction holds the challenge's row. */
  async proceed(
    manager: EntityManager,
    challenge: ChallengeEntity,
    shown: readonly SignInMethod[],
    call: CallContext,
  ): Promise<Admitted> {
    const { userId, accountId, memberId, state, next } = challenge;
    await this.challenges.end(manager, challenge);
    await enterAccount(manager, accountId);
    const member = await lockMember(manager, { accountId, memberId }, 'write');
    const methods = [...challenge.methods, ...shown];
    // A second factor is a fresh proof, because it was set up before. One that is set up in this sign-in proves
    // nothing, so the proof keeps its age.
    const provedAt = next === 'second-factor' ? undefined : state['authenticatedAt'];
    const authenticatedAt = provedAt === undefined ? undefined : new Date(provedAt);
    const vouchedBy = next === 'second-factor' ? undefined : state['vouchedBy']?.split(',');
    const attempt = { userId, methods, authenticatedAt, replaces: state['replaces'], vouchedBy };
    return this.admit(manager, member, attempt, call);
  }

  /** The caller has entered the member's account and locked the member's row. */
  async admit(
    manager: EntityManager,
    member: MemberEntity,
    attempt: SignInAttempt,
    call: CallContext,
  ): Promise<Admitted> {
    if (member.status !== 'active') throw new RosterError(memberInactive);
    const account = await findAccount(manager, member.accountId);
    const state = await stateOf(manager, { account, member, attempt }, call);
    const next = nextStep(state);
    if (next === 'sso') throw new RosterError(ssoRequired);
    if (next === 'enter') return this.begin(manager, { account, member, attempt, state }, call);
    if (next === 'enrolment' || next === 'new-password') requireFresh(attempt);
    const { token: challenge, expiresAt } = await this.challenges.begin(manager, {
      userId: attempt.userId,
      accountId: account.id,
      memberId: member.id,
      methods: [...attempt.methods],
      next,
      address: call.client?.address ?? null,
      state: {
        ...(attempt.replaces && { replaces: attempt.replaces }),
        ...(attempt.vouchedBy?.length && { vouchedBy: attempt.vouchedBy.join() }),
        ...(attempt.authenticatedAt && { authenticatedAt: attempt.authenticatedAt.toISOString() }),
      },
    });
    if (next === 'address') return { refusal: new RosterError(ipUnauthorized, undefined, { details: { challenge } }) };
    const factors: SecondFactor[] =
      next === 'second-factor' ? [...state.factors] : next === 'enrolment' ? ['totp'] : [];
    return { challenge: { challenge, next, factors, expiresAt } };
  }

  private async begin(
    manager: EntityManager,
    { account, member, attempt, state }: GateContext & { state: SignInState },
    call: CallContext,
  ): Promise<SignInAnswer> {
    const { accountId, id: memberId } = member;
    const { replaces, userId, methods, authenticatedAt, vouchedBy } = attempt;
    const entry = { account, member, userId, methods, authenticatedAt, vouchedBy };
    const session = await this.sessions.start(manager, entry, call);
    if (replaces !== undefined) await this.sessions.end(manager, { userId, id: replaces });
    const deviceToken = await rememberDevice(manager, userId, call);
    const details = { sessionId: session.sessionId, methods: methods.join(' ') };
    await recordActivity(manager, { accountId, memberId, action: 'session.started', details }, call);
    if (isEmergency(state)) await this.reportEmergency(manager, { account, member }, call);
    const shown = { account: toAccount(account), member: await showMember(manager, member, account) };
    return { session: { ...session, ...shown, ...(deviceToken && { deviceToken }) } };
  }

  private async reportEmergency(
    manager: EntityManager,
    { account, member }: Omit<GateContext, 'attempt'>,
    call: CallContext,
  ): Promise<void> {
    const { accountId, id: memberId, email: recipient } = member;
    await recordActivity(manager, { accountId, memberId, action: 'emergency-access.used' }, call);
    const words = { accountName: account.name };
    await this.mails.order(
      manager,
      { template: 'emergency-access-used', recipient, reader: { accountId, memberId }, words },
      call,
    );
  }
}

/** An old proof is not enough to set up a new factor or password (S22). */
function requireFresh({ authenticatedAt }: SignInAttempt): void {
  if (authenticatedAt && Date.now() - authenticatedAt.getTime() >= FRESH_FOR) {
    throw new RosterError(reauthenticationRequired);
  }
}

/** Throws the refusal, if it is one. */
export function answered(admitted: Admitted): SignInAnswer {
  if ('refusal' in admitted) throw admitted.refusal;
  return admitted;
}

interface GateContext {
  readonly account: AccountEntity;
  readonly member: MemberEntity;
  readonly attempt: SignInAttempt;
}

async function stateOf(
  manager: EntityManager,
  { account, member, attempt: { userId, methods, passwordHash, passkeyId, isProviderTrusted = false } }: GateContext,
  call: CallContext,
): Promise<SignInState> {
  // Locks the password until the commit. A parallel change waits, and then ends the session.
  const lock = { mode: 'pessimistic_read' } as const;
  const credential = await manager.findOne(CredentialEntity, { where: { userId }, lock });
  // Locks the user if there is no password, because setting a first one locks that row.
  if (!credential) await manager.findOne(UserEntity, { where: { id: userId }, lock });
  if (passwordHash !== undefined && credential?.passwordHash !== passwordHash) {
    throw new RosterError(sessionCredentialsInvalid);
  }
  if (passkeyId !== undefined && !(await manager.findOne(PasskeyEntity, { where: { id: passkeyId, userId }, lock }))) {
    throw new RosterError(passkeyInvalid);
  }
  return {
    methods,
    factors: await secondFactorsOf(manager, userId),
    isOwner: member.id === account.ownerMemberId,
    mustChangePassword: credential?.mustChange ?? false,
    secondFactorRequired: account.secondFactorRequired,
    ssoEnforced: await isSsoEnforced(manager, account.id),
    isProviderTrusted,
    isAddressAuthorized: await isAddressAuthorized(manager, account, member.id, call.client?.address),
  };
}

/** The active membership in this account, or by default the one last used. Rejects with `member.inactive`. */
async function membershipOf(
  manager: EntityManager,
  userId: string,
  accountId: string | undefined,
): Promise<MemberEntity> {
  const where = { userId, status: 'active', ...(accountId === undefined ? {} : { accountId }) } as const;
  const member = lastUsed(await manager.findBy(MemberEntity, where));
  if (!member) throw new RosterError(memberInactive);
  return member;
}

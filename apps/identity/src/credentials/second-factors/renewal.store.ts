import { Injectable } from '@nestjs/common';
import {
  RosterError,
  sessionRequired,
  type ProofPurpose,
  type SignInAnswer,
  type SignInMethod,
} from '@roster/contracts';
import type { SignedInPerson } from '@roster/service-kit';
import type { EntityManager } from 'typeorm';
import { toAccount } from '../../people/accounts/account.js';
import { findAccount } from '../../people/accounts/accounts.service.js';
import { recordActivity } from '../../people/activity/activity-log.js';
import { lockMember, showMember } from '../../people/members/members.store.js';
import { secondFactorsOf } from './second-factors.js';
import { isSsoEnforced } from '../../people/accounts/enforcement.js';
import { isOwnProof, isProof } from '../../sessions/sessions/session.js';
import { SessionStore } from '../../sessions/sessions/session.store.js';

/** What a person has just shown in a session, and for which purpose. */
interface Shown {
  readonly methods: readonly SignInMethod[];
  readonly purpose?: ProofPurpose | undefined;
}

/** Replaces a session when its person has shown more about who they are. */
@Injectable()
export class RenewalStore {
  constructor(private readonly sessions: SessionStore) {}

  /**
   * Starts a new session and ends the one that asks, so that the old token is worthless from now on (S26). What was
   * shown counts as a fresh proof for this purpose, or for the first purpose that it is used for; a person with a
   * second factor has to have shown that. Otherwise the earlier proof keeps counting. The transaction has entered the
   * call's account. Rejects with `session.required` if the session is over.
   */
  async renew(
    manager: EntityManager,
    { methods, purpose }: Shown,
    call: SignedInPerson,
  ): Promise<Required<Pick<SignInAnswer, 'session'>>> {
    const { accountId, actor } = call;
    const { memberId, userId, sessionId } = actor;
    const member = await lockMember(manager, { accountId, memberId }, 'write');
    const account = await findAccount(manager, accountId);
    const old = await this.sessions.lockOpen(manager, { id: sessionId, userId }, account);
    if (member.status !== 'active') throw new RosterError(sessionRequired);
    const isFresh = isProof(methods, await secondFactorsOf(manager, userId));
    await this.sessions.end(manager, { userId, id: sessionId });
    const shown = [...new Set([...old.methods, ...methods])];
    const authenticatedAt = isFresh ? undefined : old.authenticatedAt;
    const proof = isFresh ? { provedAt: new Date(), proofPurpose: purpose ?? null } : old;
    // A session that began through the account's enforced provider still ends when the provider's word ends, whatever
    // else the person shows. Otherwise people whom the provider no longer lets in could stay.
    const restsOnProvider = old.methods.includes('sso') && !methods.includes('sso');
    const until = restsOnProvider && (await isSsoEnforced(manager, accountId)) ? old.expiresAt : undefined;
    // Somebody who has just proved their own identity depends on nobody who vouches for them.
    const vouchedBy = isFresh && methods.some(isOwnProof) ? [] : old.vouchedBy;
    const comes = { account, member, userId, methods: shown, authenticatedAt, proof, vouchedBy, until };
    const started = await this.sessions.start(manager, comes, call);
    const details = { sessionId: started.sessionId, methods: methods.join(' ') };
    await recordActivity(manager, { accountId, memberId, action: 'session.renewed', details }, call);
    return {
      session: { ...started, account: toAccount(account), member: await showMember(manager, member, account) },
    };
  }
}

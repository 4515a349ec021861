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

/** What somebody was asked to show, and shows, in a session. */
interface Shown {
  readonly methods: readonly SignInMethod[];
  readonly purpose?: ProofPurpose | undefined;
}

/** Gives sessions new tokens where their persons have shown more of themselves. */
@Injectable()
export class RenewalStore {
  constructor(private readonly sessions: SessionStore) {}

  /**
   * A new session in place of the one that asks, which ends: the old token is worth nothing from here on (S26). What was
   * shown now counts as a fresh proof for this purpose, or for the first that it is used for, where it has the second
   * factor of who has one; else the former proof goes on counting. The transaction has entered the account of the call. Rejects with `session.required` where the session is
   * over.
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
    // Whom the provider lets in no more is out when its word was to end, whatever else he can show.
    const restsOnProvider = old.methods.includes('sso') && !methods.includes('sso');
    const until = restsOnProvider && (await isSsoEnforced(manager, accountId)) ? old.expiresAt : undefined;
    // Whoever has shown something of their own is in on nobody else's word.
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

import { Injectable } from '@nestjs/common';
import {
  reauthenticationRequired,
  RosterError,
  sessionEnded,
  sessionRequired,
  type CallContext,
  type SignInMethod,
} from '@roster/contracts';
import { Outbox } from '@roster/service-kit';
import { In, IsNull, Not, type EntityManager, type FindOperator } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import type { AccountEntity } from '../../people/accounts/account.entity.js';
import { SessionsConfig } from './sessions.config.js';
import { MemberEntity } from '../../people/members/member.entity.js';
import { hashToken, randomToken } from '../../core/tokens/token.js';
import { SessionEntity } from './session.entity.js';
import { endOf, isOpen, limitsOf } from './session.js';

/** A new session, with the token that nobody can read again. */
export interface Started {
  readonly token: string;
  readonly sessionId: string;
  readonly expiresAt: string;
}

/** A proof that was asked for, and its purpose; null for the first one that it is used for. */
type Proof = Pick<SessionEntity, 'provedAt' | 'proofPurpose'>;

/** Who comes into which account, and what they have shown. */
interface Entry {
  readonly account: Pick<AccountEntity, 'id' | 'sessionHours' | 'idleMinutes'>;
  readonly member: MemberEntity;
  readonly userId: string;
  readonly methods: readonly SignInMethod[];
  /** When they proved who they are. Default: now; it is earlier when they come from another session. */
  readonly authenticatedAt?: Date | undefined;
  /** The proof that they were asked for, if any. */
  readonly proof?: Proof | undefined;
  /** The members who vouch for them. Default: nobody. */
  readonly vouchedBy?: readonly string[] | undefined;
  /** The latest end of the session, whatever the account allows. */
  readonly until?: Date | undefined;
}

/** Which sessions to end: one session of a person, all of a person in all accounts (but one), or all of a member. */
export type Ending =
  | { readonly userId: string; readonly id: string }
  | { readonly userId: string; readonly except?: string }
  | {
      readonly accountId: string;
      readonly memberId: string;
      readonly id?: string;
      readonly address?: FindOperator<string>;
    };

/** Begins and ends sessions, in the caller's transaction. */
@Injectable()
export class SessionStore {
  constructor(
    private readonly config: SessionsConfig,
    private readonly outbox: Outbox,
  ) {}

  /**
   * Begins a session. The member has accepted their invitation already, and the transaction has entered their account.
   * Rejects with `session.reauthentication-required` if the proof is older than the account lets a session be.
   */
  async start(manager: EntityManager, entry: Entry, { client }: CallContext): Promise<Started> {
    const { account, member, userId, methods, until, proof = { provedAt: null, proofPurpose: null } } = entry;
    const vouchedBy = [...(entry.vouchedBy ?? [])];
    const now = new Date();
    const authenticatedAt = entry.authenticatedAt ?? now;
    const end = endOf({ authenticatedAt }, limitsOf(account, this.config));
    const expiresAt = until && until < end ? until : end;
    if (expiresAt <= now) throw new RosterError(reauthenticationRequired);
    const token = randomToken();
    const id = uuidv7();
    await manager.insert(SessionEntity, {
      id,
      tokenHash: hashToken(token),
      accountId: account.id,
      memberId: member.id,
      userId,
      methods: [...methods],
      address: client?.address ?? null,
      userAgent: client?.userAgent ?? null,
      createdAt: now,
      authenticatedAt,
      provedAt: proof.provedAt,
      proofPurpose: proof.proofPurpose,
      vouchedBy,
      usedAt: now,
      expiresAt,
    });
    await markActive(manager, member, now);
    return { token, sessionId: id, expiresAt: expiresAt.toISOString() };
  }

  /** The session, with its row locked until the transaction ends. Rejects with `session.required` if it is over. */
  async lockOpen(
    manager: EntityManager,
    key: { readonly id: string; readonly userId: string },
    account: Pick<AccountEntity, 'sessionHours' | 'idleMinutes'>,
  ): Promise<SessionEntity> {
    const session = await manager.findOne(SessionEntity, { where: key, lock: { mode: 'pessimistic_write' } });
    if (!session || !isOpen(session, limitsOf(account, this.config), new Date()))
      throw new RosterError(sessionRequired);
    return session;
  }

  /** Ends the matching open sessions, and tells every service that may have cached them. */
  async end(manager: EntityManager, of: Ending): Promise<number> {
    const { except, ...key } = { except: undefined, ...of };
    const sessions = await manager.find(SessionEntity, {
      where: { ...key, endedAt: IsNull(), ...(except !== undefined && { id: Not(except) }) },
      order: { id: 'asc' },
      lock: { mode: 'pessimistic_write' },
    });
    if (sessions.length === 0) return 0;
    await manager.update(SessionEntity, { id: In(sessions.map(({ id }) => id)) }, { endedAt: new Date() });
    const ended = sessions.map(({ id, accountId, tokenHash }) => {
      return { accountId, subject: id, data: { sessionId: id, tokenHash } };
    });
    await this.outbox.recordAll(manager, sessionEnded, ended);
    return sessions.length;
  }
}

export const markUsed = (manager: EntityManager, { id }: SessionEntity, usedAt: Date) =>
  manager.update(SessionEntity, { id, endedAt: IsNull() }, { usedAt });

/** Activity is no change of the member, so the revision stays. */
export const markActive = (manager: EntityManager, { accountId, id }: MemberEntity, lastActiveAt: Date) =>
  manager.update(MemberEntity, { accountId, id }, { lastActiveAt });

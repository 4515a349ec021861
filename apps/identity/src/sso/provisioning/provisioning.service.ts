import { Inject, Injectable } from '@nestjs/common';
import { type CallContext, type OpenPromise, type ProvisioningStop } from '@roster/contracts';
import { Database, LOGGER, type Logger } from '@roster/service-kit';
import { In, IsNull, Not, type EntityManager } from 'typeorm';
import { recordAct } from '../../core/acts.js';
import { Mails } from '../../people/mails/mails.js';
import { AccessClient } from '../../neighbours/access.client.js';
import { SeatsClient } from '../../neighbours/billing/seats.client.js';
import type { AccountEntity } from '../../people/accounts/account.entity.js';
import { findAccount } from '../../people/accounts/accounts.service.js';
import { SsoConnectionEntity } from '../../people/accounts/sso-connection.entity.js';
import { MemberEntity } from '../../people/members/member.entity.js';
import { makersOf } from '../../sessions/api-keys/api-key.store.js';
import { DomainEntity } from '../domains/domain.entity.js';
import { STOP_WORDS, type Judgement, type Stop } from './provisioning.js';

/** As many promises as access checks in one question. */
const MOST_ASKED = 500;

type Caller = Pick<CallContext, 'requestId' | 'deadline' | 'traceparent'>;
type Judged = ReadonlyMap<string, Judgement>;

/** What decides whether anybody new comes in, besides the connections themselves. */
interface Surroundings {
  readonly account: AccountEntity;
  readonly verifierIds: readonly (string | null)[];
  readonly enforcedIds: readonly string[];
}

/**
 * Whether connections still make members of people. What a newcomer would meet is asked of access and billing, so that a
 * connection whose giver lost the right is seen before somebody is turned away. The owner gets one mail for each time
 * that one stops.
 */
@Injectable()
export class ProvisioningService {
  constructor(
    private readonly access: AccessClient,
    private readonly database: Database,
    private readonly mails: Mails,
    private readonly seats: SeatsClient,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * These connections of one account as they are now, in their order; those that are gone are left out. Where access or
   * billing does not answer, they are as they were seen last. `isNews`: whether a stop is told to the owner; not where
   * the answer itself tells whoever has brought it about.
   */
  async review(
    accountId: string,
    ids: readonly string[],
    call: CallContext,
    { isNews = true }: { isNews?: boolean } = {},
  ): Promise<SsoConnectionEntity[]> {
    const rows = await this.database.inAccount(accountId, (manager) => find(manager, accountId, ids));
    const judged = await this.judged(accountId, rows, call);
    if (!judged) return rows;
    const reviewed: SsoConnectionEntity[] = [];
    for (const row of rows) {
      const judgement = judged.get(row.id);
      const noted = judgement ? await this.note(row, judgement.stop, { isNews, call }) : row;
      reviewed.push({ ...noted, roleIds: judgement ? [...judgement.roleIds] : row.roleIds });
    }
    return reviewed;
  }

  /** Looks at a connection whose newcomer was turned away, or came in after one was. Hides no other failure. */
  async look({ accountId, id }: SsoConnectionEntity, call: CallContext): Promise<void> {
    try {
      await this.review(accountId, [id], call);
    } catch (err) {
      this.logger.warn({ err, accountId, connectionId: id }, 'A connection could not be looked at');
    }
  }

  private async judged(accountId: string, rows: SsoConnectionEntity[], call: CallContext): Promise<Judged | undefined> {
    if (rows.length === 0) return undefined;
    const caller = callerOf(call);
    try {
      const around = await this.database.inAccount(accountId, (manager) => surroundings(manager, accountId));
      const promised = await this.promised(accountId, rows, around, caller);
      const seats = rows.some(({ provisions }) => provisions) ? await this.seatStop(around.account, caller) : undefined;
      return new Map(
        rows.map((row) => {
          const { stop, roleIds } = promised.get(row.id) ?? { stop: undefined, roleIds: row.roleIds };
          return [row.id, { stop: stopOf(row, around) ?? stop ?? seats, roleIds }];
        }),
      );
    } catch (err) {
      this.logger.warn({ err, accountId }, 'Connections are shown as they were seen last');
      return undefined;
    }
  }

  /** What access says of the roles of each, on the word of each who vouches for it. */
  private async promised(
    accountId: string,
    rows: readonly SsoConnectionEntity[],
    { verifierIds }: Surroundings,
    call: CallContext,
  ): Promise<Judged> {
    const promises = rows.flatMap((row): OpenPromise[] =>
      vouching(row, verifierIds).map((granterId) => ({ memberId: row.id, granterId, roleIds: row.roleIds })),
    );
    const granterIds = [...new Set(promises.map(({ granterId }) => granterId))];
    const makers = await this.database.inAccount(accountId, (manager) => makersOf(manager, accountId, granterIds));
    const judged = new Map<string, Judgement>();
    for (let from = 0; from < promises.length; from += MOST_ASKED) {
      const asked = { accountId, promises: promises.slice(from, from + MOST_ASKED), makers };
      for (const { memberId, granterId, reason, roleIds } of (await this.access.checkPromises(asked, call)).promises) {
        const stop = judged.get(memberId)?.stop ?? (reason === null ? undefined : { reason, memberId: granterId });
        judged.set(memberId, { stop, roleIds });
      }
    }
    return judged;
  }

  private async seatStop(account: AccountEntity, call: CallContext): Promise<Stop | undefined> {
    const pool = await this.seats.check(account, call);
    if (!pool || pool.available > 0) return undefined;
    return { reason: pool.overage === 'consent' ? 'seat.consent-required' : 'seat.limit-reached' };
  }

  /** Keeps what was found, unless the connection was changed meanwhile: then it is for whoever looks next. */
  private note(
    seen: SsoConnectionEntity,
    stop: Stop | undefined,
    { isNews, call }: { isNews: boolean; call: CallContext },
  ): Promise<SsoConnectionEntity> {
    const { accountId, id } = seen;
    const found = { stoppedFor: stop?.reason ?? null, stoppedBy: stop?.memberId ?? null };
    if (!seen.provisions || (seen.stoppedFor === found.stoppedFor && seen.stoppedBy === found.stoppedBy)) {
      return Promise.resolve(seen);
    }
    return this.database.inAccount(accountId, async (manager) => {
      const lock = { mode: 'pessimistic_write' } as const;
      const row = await manager.findOne(SsoConnectionEntity, { where: { accountId, id }, lock });
      if (!row || !isSame(row, seen)) return seen;
      const stoppedAt = stop ? (row.stoppedAt ?? new Date()) : null;
      const next = { ...row, ...found, stoppedAt };
      await manager.update(SsoConnectionEntity, { accountId, id }, { ...found, stoppedAt });
      const isNew = stop ? isNews && row.stoppedFor === null : row.stoppedFor !== null;
      if (isNew) await this.tell(manager, next, call);
      return next;
    });
  }

  /** A row of the audit trail, and where it has stopped a mail to the owner. Nobody did it: the time has come. */
  private async tell(manager: EntityManager, row: SsoConnectionEntity, call: CallContext): Promise<void> {
    const { accountId, id, stoppedFor, stoppedBy } = row;
    const action = stoppedFor === null ? 'sso-connection.resumed' : 'sso-connection.stopped';
    const after = { reason: stoppedFor, memberId: stoppedBy };
    const parts = [{ kind: 'provisioning', id, before: null, after }];
    const caller = callerOf(call);
    await recordAct(manager, accountId, { action, target: { type: 'sso-connection', id }, parts }, caller);
    if (stoppedFor !== null) await this.mail(manager, row, stoppedFor, caller);
  }

  private async mail(
    manager: EntityManager,
    { accountId, name: connectionName }: SsoConnectionEntity,
    stop: ProvisioningStop,
    call: Caller,
  ): Promise<void> {
    const account = await findAccount(manager, accountId);
    const owner = await manager.findOneBy(MemberEntity, { accountId, id: account.ownerMemberId });
    if (!owner) return;
    const { email: recipient, firstName } = owner;
    const words = { firstName, accountName: account.name, connectionName, ...STOP_WORDS[stop] };
    const reader = { accountId, memberId: owner.id };
    await this.mails.order(manager, { template: 'sso-provisioning-stopped', recipient, reader, words }, call);
  }
}

/** Whoever asks has no part in what is found, so neighbours are not asked, and nothing is recorded, in their name. */
const callerOf = ({ requestId, deadline, traceparent }: CallContext): Caller => ({
  requestId,
  ...(deadline !== undefined && { deadline }),
  ...(traceparent !== undefined && { traceparent }),
});

function stopOf(row: SsoConnectionEntity, { enforcedIds, verifierIds }: Surroundings): Stop | undefined {
  if (!row.provisions) return undefined;
  if (enforcedIds.some((id) => id !== row.id)) return { reason: 'sso-connection.enforced-elsewhere' };
  return verifierIds.length === 0 ? { reason: 'sso-connection.domain-required' } : undefined;
}

/** A newcomer's roles rest on the word of who saved the connection and of who verified the domain of their address. */
const vouching = ({ granterId }: SsoConnectionEntity, verifierIds: Surroundings['verifierIds']): string[] => [
  ...new Set([granterId, ...verifierIds.map((verifierId) => verifierId ?? granterId)]),
];

const find = async (
  manager: EntityManager,
  accountId: string,
  ids: readonly string[],
): Promise<SsoConnectionEntity[]> => {
  const rows = await manager.findBy(SsoConnectionEntity, { accountId, id: In([...ids]) });
  return ids.flatMap((id) => rows.find((row) => row.id === id) ?? []);
};

const surroundings = async (manager: EntityManager, accountId: string): Promise<Surroundings> => ({
  account: await findAccount(manager, accountId),
  verifierIds: (await manager.findBy(DomainEntity, { accountId, verifiedAt: Not(IsNull()) })).map(
    ({ verifierId }) => verifierId,
  ),
  enforcedIds: (await manager.findBy(SsoConnectionEntity, { accountId, enforced: true })).map(({ id }) => id),
});

/** Whether what was judged is still what there is, and nobody else has noted it already. */
const isSame = (row: SsoConnectionEntity, seen: SsoConnectionEntity): boolean =>
  row.granterId === seen.granterId &&
  row.provisions === seen.provisions &&
  row.roleIds.join() === seen.roleIds.join() &&
  row.stoppedFor === seen.stoppedFor &&
  row.stoppedBy === seen.stoppedBy;

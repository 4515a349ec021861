import { Injectable } from '@nestjs/common';
import {
  addDomain,
  domainExists,
  domainInUse,
  domainNotFound,
  domainUnproven,
  removeDomain,
  RosterError,
  verifyDomain,
  type AddDomain,
  type CallContext,
  type Domain,
  type DomainId,
  type DomainPage,
  type Nothing,
  type PageQuery,
} from '@roster/contracts';
import { answerOf, Database, Idempotency, invalid, pageOf, signedIn, type SignedIn } from '@roster/service-kit';
import { LessThan, type EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { Ceiling } from '../../people/ceiling.js';
import { partOf, recordAct } from '../../core/acts.js';
import { isTaken } from '../../core/database/violations.js';
import { present } from '../../people/members/members.store.js';
import { isSsoEnforced, lockEnforcement } from '../../people/accounts/enforcement.js';
import { randomToken } from '../../core/tokens/token.js';
import { DomainEntity } from './domain.entity.js';
import { isProven, normaliseDomain, recordOf, toDomain } from './domain.js';
import { countVerifiedDomains } from './domain.store.js';
import { TxtRecords } from './txt-records.js';

/** The verified domains of an account. What a provider says about addresses counts in these domains only (S66). */
@Injectable()
export class DomainsService {
  constructor(
    private readonly ceiling: Ceiling,
    private readonly database: Database,
    private readonly idempotency: Idempotency,
    private readonly records: TxtRecords,
  ) {}

  /** The latest first. */
  list(query: PageQuery, call: CallContext): Promise<DomainPage> {
    const { accountId } = signedIn(call);
    const page = pageOf(query);
    return this.database.inAccount(accountId, async (manager) => {
      const where = { accountId, ...(page.after && { id: LessThan(page.after) }) };
      const rows = await manager.find(DomainEntity, { where, order: { id: 'desc' }, take: page.limit + 1 });
      return answerOf(page, rows, toDomain);
    });
  }

  async add(input: AddDomain, context: CallContext): Promise<Domain> {
    const call = signedIn(context);
    const { accountId } = call;
    const domain = normaliseDomain(input.domain);
    if (domain === undefined) throw invalid({ path: 'domain', message: 'is not a domain such as example.com' });
    const createdAt = new Date();
    const unverified = { verifiedAt: null, verifierId: null };
    const row: DomainEntity = { accountId, id: uuidv7(), domain, token: randomToken(), ...unverified, createdAt };
    try {
      return await this.database.inAccount(accountId, (manager) =>
        this.idempotency.run(manager, call, addDomain, input, async () => {
          await manager.insert(DomainEntity, row);
          await note(manager, 'domain.added', [null, row], call);
          return toDomain(row);
        }),
      );
    } catch (error) {
      throw isTaken(error) ? new RosterError(domainExists) : error;
    }
  }

  /**
   * Takes no idempotency key, because asking again means looking again. The actor vouches from then on for people who
   * come in by the domain, in place of the earlier verifier. Rejects if that one may do more than the actor.
   */
  async verify(input: DomainId, context: CallContext): Promise<Domain> {
    const call = signedIn(context);
    const { accountId, actor } = call;
    const { domainId } = input;
    const row = await this.database.inAccount(accountId, (manager) => find(manager, accountId, domainId));
    if (row.verifiedAt && row.verifierId === actor.memberId) return toDomain(row);
    await this.ceiling.require({ contract: verifyDomain, input, call }, verifierOf(input, call));
    if (!isProven(row, await this.records.of(recordOf(row).name))) throw new RosterError(domainUnproven);
    return this.database.inAccount(accountId, async (manager) => {
      const before = await find(manager, accountId, domainId, 'lock');
      if (before.verifiedAt && before.verifierId === actor.memberId) return toDomain(before);
      const verified = { ...before, verifiedAt: new Date(), verifierId: actor.memberId };
      await manager.update(DomainEntity, { accountId, id: domainId }, verified);
      await note(manager, 'domain.verified', [before, verified], call);
      return toDomain(verified);
    });
  }

  async remove(input: DomainId, context: CallContext): Promise<Nothing> {
    const call = signedIn(context);
    const { accountId } = call;
    await this.ceiling.require({ contract: removeDomain, input, call }, verifierOf(input, call));
    return this.database.inAccount(accountId, (manager) =>
      this.idempotency.run(manager, call, removeDomain, input, async () => {
        await lockEnforcement(manager, accountId);
        const row = await find(manager, accountId, input.domainId, 'lock');
        const isLast = row.verifiedAt !== null && (await countVerifiedDomains(manager, accountId)) === 1;
        if (isLast && (await isSsoEnforced(manager, accountId))) throw new RosterError(domainInUse);
        await manager.delete(DomainEntity, { accountId, id: input.domainId });
        await note(manager, 'domain.removed', [row, null], call);
        return {};
      }),
    );
  }
}

const factsOf = ({ domain, verifiedAt, verifierId }: DomainEntity) => ({ domain, verifiedAt, verifierId });

function note(
  manager: EntityManager,
  action: 'domain.added' | 'domain.verified' | 'domain.removed',
  [before, after]: readonly [DomainEntity | null, DomainEntity | null],
  call: SignedIn,
): Promise<void> {
  const id = (after ?? before)?.id ?? '';
  const parts = partOf({ kind: 'domain', id }, before && factsOf(before), after && factsOf(after));
  return recordAct(manager, call.accountId, { action, target: { type: 'domain', id }, parts }, call);
}

/** The member who verified the domain. Nobody below them may change it. */
const verifierOf =
  ({ domainId }: DomainId, { accountId }: SignedIn) =>
  async (manager: EntityManager): Promise<string[]> => {
    const { verifierId } = await find(manager, accountId, domainId);
    return verifierId === null ? [] : present(manager, accountId, [verifierId]);
  };

async function find(manager: EntityManager, accountId: string, id: string, lock?: 'lock'): Promise<DomainEntity> {
  const mode = { lock: { mode: 'pessimistic_write' } } as const;
  const row = await manager.findOne(DomainEntity, { where: { accountId, id }, ...(lock && mode) });
  if (!row) throw new RosterError(domainNotFound);
  return row;
}

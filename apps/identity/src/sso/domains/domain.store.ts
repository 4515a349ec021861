import { IsNull, Not, type EntityManager } from 'typeorm';
import { DomainEntity } from './domain.entity.js';

/** The account's domain, if it is verified. */
export const verifiedDomain = (
  manager: EntityManager,
  accountId: string,
  domain: string,
): Promise<DomainEntity | null> => manager.findOneBy(DomainEntity, { accountId, domain, verifiedAt: Not(IsNull()) });

export const countVerifiedDomains = (manager: EntityManager, accountId: string): Promise<number> =>
  manager.countBy(DomainEntity, { accountId, verifiedAt: Not(IsNull()) });

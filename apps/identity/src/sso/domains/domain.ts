import { normaliseEmail, type Domain } from '@roster/contracts';
import { domainOf } from '../identity-providers/claims.js';
import type { DomainEntity } from './domain.entity.js';

/** The record's name below the domain. The underscore keeps it apart from host names (RFC 8552). */
const LABEL = '_roster-verification';

/** The domain in the spelling of e-mail addresses; undefined if it cannot be a domain. */
export function normaliseDomain(typed: string): string | undefined {
  const email = normaliseEmail(`anybody@${typed.trim().replace(/\.$/, '')}`);
  return email && domainOf(email);
}

export const recordOf = ({ domain, token }: Pick<DomainEntity, 'domain' | 'token'>) => ({
  type: 'TXT',
  name: `${LABEL}.${domain}`,
  value: `roster-verification=${token}`,
});

/** Whether DNS has the expected record. A record of several strings is one text (RFC 7208, 3.3). */
export const isProven = (row: DomainEntity, records: readonly (readonly string[])[]): boolean =>
  records.some((strings) => strings.join('') === recordOf(row).value);

export const toDomain = (row: DomainEntity): Domain => ({
  id: row.id,
  domain: row.domain,
  record: recordOf(row),
  verifiedAt: row.verifiedAt?.toISOString() ?? null,
  createdAt: row.createdAt.toISOString(),
});

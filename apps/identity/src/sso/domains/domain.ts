import type { Domain } from '@roster/contracts';
import { normaliseEmail } from '../../core/email.js';
import { domainOf } from '../identity-providers/claims.js';
import type { DomainEntity } from './domain.entity.js';

/** Below the domain itself, where nothing else is looked for (RFC 8552). */
const LABEL = '_roster-verification';

/** The domain's one spelling, as e-mail addresses have it; nothing where it cannot be one. */
export function normaliseDomain(typed: string): string | undefined {
  const email = normaliseEmail(`anybody@${typed.trim().replace(/\.$/, '')}`);
  return email && domainOf(email);
}

export const recordOf = ({ domain, token }: Pick<DomainEntity, 'domain' | 'token'>) => ({
  type: 'TXT',
  name: `${LABEL}.${domain}`,
  value: `roster-verification=${token}`,
});

/** Whether DNS says what it was to say; a record of several strings is one text (RFC 7208, 3.3). */
export const isProven = (row: DomainEntity, records: readonly (readonly string[])[]): boolean =>
  records.some((strings) => strings.join('') === recordOf(row).value);

export const toDomain = (row: DomainEntity): Domain => ({
  id: row.id,
  domain: row.domain,
  record: recordOf(row),
  verifiedAt: row.verifiedAt?.toISOString() ?? null,
  createdAt: row.createdAt.toISOString(),
});

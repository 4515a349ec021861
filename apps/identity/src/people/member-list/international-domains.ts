import { domainToUnicode } from 'node:url';
import type { EntityManager } from 'typeorm';

/** As many domains as one search looks through. */
const MOST = 200;

/** `search` begins with the address. */
const DOMAINS = `
  select distinct split_part(split_part(search, ' ', 1), '@', 2) as domain from members
  where account_id = $1 and kind = 'person' and status <> 'deleted' and strpos(search, 'xn--') > 0 limit ${MOST}`;

/** Whether a search may name a part of a domain that is stored as DNS has it, and so not as it is typed. */
export const isInternational = (q: string | undefined): q is string => q !== undefined && /\P{ASCII}/u.test(q);

/** The domains of an account's addresses that people read otherwise than they are stored. */
export async function internationalDomains(manager: EntityManager, accountId: string): Promise<string[]> {
  const rows: { domain: string }[] = await manager.query(DOMAINS, [accountId]);
  return rows.map(({ domain }) => domain);
}

/**
 * The word with each of these domains in place of the part of it that was typed: `ann@büch` is `ann@xn--bcher-kva.example`. A word
 * without `@` may be any part of a domain.
 */
export function completions(word: string, domains: readonly string[]): string[] {
  const domainAt = word.lastIndexOf('@') + 1;
  const typed = folded(word.slice(domainAt));
  if (!isInternational(word.slice(domainAt))) return [];
  return domains
    .filter((domain) => {
      const readable = folded(domainToUnicode(domain));
      return domainAt > 0 ? readable.startsWith(typed) : readable.includes(typed);
    })
    .map((domain) => word.slice(0, domainAt) + domain);
}

const folded = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

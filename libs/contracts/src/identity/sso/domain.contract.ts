import { IsString, MaxLength } from 'class-validator';
import { privilegeAboveOwn } from '../../access/role.contract.js';
import { IsId, Nothing, PageQuery } from '../../core/common.contract.js';
import { rpc } from '../../core/contract.js';
import { errorKind, reauthenticationRequired } from '../../core/errors.js';

export const domainNotFound = errorKind('domain.not-found', 404, 'There is no such domain');
export const domainExists = errorKind('domain.exists', 409, 'This domain stands in the list already');
/** The record is missing, has not spread yet, or says something else. */
export const domainUnproven = errorKind('domain.unproven', 409, 'The DNS record was not found');
/** Single sign-on is enforced, and this is the only verified domain. */
export const domainInUse = errorKind('domain.in-use', 409, 'Single sign-on rests on this domain');

/** What to publish in DNS to show whose the domain is. */
export class DomainRecord {
  type!: string;
  name!: string;
  value!: string;
}

/** A domain of e-mail addresses that the account says is its own. */
export class Domain {
  id!: string;
  /** In lower case, as DNS has it. */
  domain!: string;
  record!: DomainRecord;
  /** Null until the record was found. */
  verifiedAt!: string | null;
  createdAt!: string;
}

export class DomainPage {
  items!: Domain[];
  nextCursor!: string | null;
}

export class AddDomain {
  @IsString()
  @MaxLength(255)
  domain!: string;
}

export class DomainId {
  @IsId()
  domainId!: string;
}

const domain = { context: 'identity', noun: 'domain', callers: ['gateway'] } as const;

export const listDomains = rpc({
  ...domain,
  verb: 'list',
  http: {
    method: 'GET',
    path: '/v1/domains',
    tag: 'Single sign-on',
    summary: 'List the domains of our e-mail addresses',
  },
  description: 'Lists the domains of e-mail addresses that the account has added, and which of them are verified.',
  permission: 'security:view',
  input: PageQuery,
  output: DomainPage,
});

export const addDomain = rpc({
  ...domain,
  verb: 'add',
  http: {
    method: 'POST',
    path: '/v1/domains',
    tag: 'Single sign-on',
    summary: 'Add a domain and get the DNS record that verifies it',
    status: 201,
  },
  description: 'Adds a domain and answers with the record to publish in its DNS. Nothing counts before it is verified.',
  permission: 'security:edit',
  input: AddDomain,
  output: Domain,
  errors: [domainExists],
});

/**
 * Looks for the record in DNS. Several accounts of one company may each verify its domain. Whoever verifies it answers for
 * who comes in by an address there: nobody above them is recognised by it. Verified by somebody above, it stays theirs. A
 * provider's word brings people in, so a sign-in is not proof enough, nor is it to take a domain away.
 */
export const verifyDomain = rpc({
  ...domain,
  verb: 'verify',
  http: {
    method: 'POST',
    path: '/v1/domains/:domainId/verification',
    tag: 'Single sign-on',
    summary: 'Verify a domain by its DNS record',
    idempotencyKey: 'ignored',
  },
  description:
    'Looks for the record in DNS. Once it is there, an identity provider’s word counts for addresses of the domain, and whoever verified it answers for that.',
  permission: 'security:edit',
  input: DomainId,
  output: Domain,
  errors: [domainNotFound, domainUnproven, privilegeAboveOwn, reauthenticationRequired],
  deadline: 8_000,
  freshProof: 'single-sign-on',
});

export const removeDomain = rpc({
  ...domain,
  verb: 'remove',
  http: { method: 'DELETE', path: '/v1/domains/:domainId', tag: 'Single sign-on', summary: 'Remove a domain' },
  description: 'Removes a domain. No identity provider’s word counts for its addresses any more.',
  permission: 'security:edit',
  input: DomainId,
  output: Nothing,
  errors: [domainNotFound, domainInUse, privilegeAboveOwn, reauthenticationRequired],
  freshProof: 'single-sign-on',
});

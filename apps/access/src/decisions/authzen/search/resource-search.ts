import { Injectable } from '@nestjs/common';
import { authzenQuestion, decided, type MemberNamed, ownerIn, ownerOf } from '@roster/client';
import type { AuthzenFoundEntities, AuthzenResourceSearch } from '@roster/contracts';
import {
  variantValues,
  type AskedQuestion,
  type Catalogue,
  type CompiledAccount,
  type RegisteredRecord,
} from '@roster/permissions';
import { Database } from '@roster/service-kit';
import { AccessConfig } from '../../../account/config.js';
import { resolved } from '../../../account/resolved-question.js';
import { BATCH, collect } from './collect.js';
import { SearchPage } from './page.js';

interface RecordRow extends RegisteredRecord {
  readonly id: string;
}

/** Limits whose records can be among the results. */
interface Reach {
  readonly owners: readonly string[];
  readonly unowned: boolean;
}

interface Sought {
  readonly accountId: string;
  readonly type: string;
  /** Undefined where records of everyone can be among the results. */
  readonly reach: Reach | undefined;
  /** The owner as it was sent: only this owner's records; null for records without an owner. */
  readonly ownerId: string | null | undefined;
  /** The properties as they were sent: only records registered with them. */
  readonly properties: object;
}

const RECORDS = `
  select id, owner_member_id as "ownerId", project_id as "projectId", properties from records
  where account_id = $1 and type = $2 and id > $3
    and ($4::uuid[] is null or owner_member_id = any($4) or ($5 and owner_member_id is null))
    and (not $6 or owner_member_id is not distinct from $7::uuid)
    and properties @> $8 and deleted_at is null
  order by id limit ${BATCH}`;

/**
 * Finds the registered records on which a member may do something. The filter limits what is read; each record is then
 * decided on its own.
 */
@Injectable()
export class ResourceSearch {
  constructor(
    private readonly database: Database,
    private readonly config: AccessConfig,
  ) {}

  async find(
    account: CompiledAccount,
    memberId: string | undefined,
    { subject, resource, action, page: askedPage }: AuthzenResourceSearch,
    memberNamed: MemberNamed,
  ): Promise<AuthzenFoundEntities> {
    const { catalogue, accountId } = account;
    const { type } = resource;
    const searched = { find: 'resource', subject, type, properties: resource.properties, action };
    const page = SearchPage.of(searched, askedPage, isText);
    if (memberId === undefined) return page.answer([]);
    const evaluationOf = (id: string) =>
      authzenQuestion(catalogue, memberId, { resource: { ...resource, id }, action }, memberNamed);
    const question = evaluationOf('');
    const ownerId = ownerOf(ownerIn(catalogue, resource), memberNamed);
    const isStranger = typeof ownerId === 'string' && !account.has(ownerId);
    if (!catalogue.find(question.permission) || isStranger) return page.answer([]);
    const now = Date.now();
    const reach = this.reachOf(account, question, now);
    if (reach?.owners.length === 0 && !reach.unowned) return page.answer([]);
    const sought = {
      accountId,
      type,
      reach,
      ownerId,
      properties: declared(catalogue, type, resource.properties),
    };
    const isWanted = (row: RecordRow) =>
      decided(account, resolved(catalogue, evaluationOf(row.id), row, 'registered'), now).allowed;
    const { rows, next } = await collect(page, { read: (after) => this.read(sought, after), keyOf, isWanted });
    return page.answer(
      rows.map(({ id }) => ({ type, id })),
      next,
    );
  }

  /** Undefined where the reach cannot be described by owners: then every record is looked at. */
  private reachOf(account: CompiledAccount, asked: AskedQuestion, now: number): Reach | undefined {
    const { catalogue } = account;
    const { memberId, permission, projectId, actionProperties } = asked;
    const known = catalogue.find(permission);
    // Each record may belong to another project. And for a creation the registered owner does not count.
    if ((projectId === undefined && known?.level === 'project') || known?.action === 'create') return undefined;
    const { values, otherwise } = variantValues(catalogue, permission, actionProperties);
    const owners = new Set<string>();
    let unowned = false;
    for (const key of [otherwise, ...values.map((value) => value.permission)]) {
      const filter = account.filter({ memberId, permission: key, ...(projectId !== undefined && { projectId }) }, now);
      if (filter.kind === 'none') continue;
      if (filter.kind === 'all') return undefined;
      const found = account.owners(filter.predicate, now, this.config.FILTER_OWNERS);
      if (!found) return undefined;
      for (const owner of found) owners.add(owner);
      unowned ||= filter.predicate.unowned;
    }
    return { owners: [...owners], unowned };
  }

  private read({ accountId, type, reach, ownerId, properties }: Sought, after: string): Promise<RecordRow[]> {
    const narrowed = [reach?.owners ?? null, reach?.unowned ?? false, ownerId !== undefined, ownerId ?? null];
    return this.database.inAccount(accountId, (manager) =>
      manager.query(RECORDS, [accountId, type, after, ...narrowed, JSON.stringify(properties)]),
    );
  }
}

const keyOf = ({ id }: RecordRow): string => id;

/** Whether this can be an id at all: Postgres cannot store other text. */
const isText = (id: string): boolean => !id.includes('\0') && id.isWellFormed();

/** The properties that were sent with a value, limited to those that variants of the feature's actions depend on. */
function declared(
  { features }: Catalogue,
  type: string,
  sent: Readonly<Record<string, unknown>> | undefined,
): Record<string, unknown> {
  const variants = features.find(({ key }) => key === type)?.permissions.flatMap((permission) => permission.variants);
  const names = new Set(variants?.flatMap(({ of, property }) => (of === 'resource' ? [property] : [])));
  return Object.fromEntries(Object.entries(sent ?? {}).filter(([name, value]) => names.has(name) && value !== null));
}

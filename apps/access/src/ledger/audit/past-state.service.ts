import { Injectable } from '@nestjs/common';
import {
  auditBeforeAccount,
  auditInFuture,
  memberNotFound,
  projectNotFound,
  RosterError,
  serviceTimeout,
  type CallContext,
  type PastPermission,
  type PastSource,
  type PastState,
  type PastStateQuery,
} from '@roster/contracts';
import {
  decide,
  explain,
  snapshotOf,
  type AccountPolicy,
  type Decision,
  type ExceptionPolicy,
  type MemberPolicy,
  type Question,
  type Snapshot,
  type Source,
} from '@roster/permissions';
import { Database, signedIn } from '@roster/service-kit';
import type { EntityManager } from 'typeorm';
import { requireView } from '../../account/accounts/asker.js';
import type { ChangePart } from '../ledger/chain.js';
import { Snapshots } from '../../account/snapshots/snapshots.js';
import { undone } from './past.js';

const BATCH = 500;

/** When somebody signed up for the account, when it was first in force, and whose it was then. */
const BEGINNING = `
  select coalesce(a.opened_at, c.at) as "openedAt", c.at as "activeAt", (
    select part->'after'->>'ownerMemberId' from jsonb_array_elements(c.parts) part where part->>'kind' = 'account'
  ) as "ownerMemberId"
  from accounts a join changes c on c.account_id = a.id and c.version = 1 and c.step = 0 where a.id = $1`;

const VERSION_AT =
  'select max(version)::float8 as version from changes where account_id = $1 and step = 0 and at <= $2';

/**
 * Loads the changes of members only for the member who is asked about: what they may do does not depend on other
 * members.
 */
const UNDO = `
  select version::float8 as version,
    (select coalesce(jsonb_agg(part), '[]') from jsonb_array_elements(parts) part
     where part->>'kind' <> 'member' or part->>'id' = $4) as parts
  from changes where account_id = $1 and step = 0 and version > $2 and version < $3 order by version desc limit ${BATCH}`;

/** What a member could do at an instant: the present state with all later changes undone. */
@Injectable()
export class PastStateService {
  constructor(
    private readonly database: Database,
    private readonly snapshots: Snapshots,
  ) {}

  /**
   * Decides by the catalogue of today and the clock of that instant. Rejects with `permission.denied` where a caller
   * without `permissions:view` asks about others, and with `service.timeout` where it takes longer than the call may.
   */
  async at(query: PastStateQuery, call: CallContext): Promise<PastState> {
    const { accountId, actor, deadline = Infinity } = signedIn(call);
    const now = Date.parse(query.at);
    if (now > Date.now()) throw new RosterError(auditInFuture);
    const account = await this.snapshots.current(accountId);
    if (!account) throw new RosterError(auditBeforeAccount);
    const memberId = query.memberId.toLowerCase();
    if (memberId !== actor.memberId) requireView(account.compiled, actor);
    const { policy, catalogue } = account;
    const pending = await this.database.inAccount(accountId, (manager) => beginning(manager, accountId, now));
    if (pending) return unopened(pending, { memberId, now });
    const past = await this.database.inAccount(accountId, (manager) =>
      before(
        manager,
        { ...policy, members: policy.members.filter(({ id }) => id === memberId) },
        { now, memberId, deadline },
      ),
    );
    const [member] = past.members;
    if (!member) throw new RosterError(memberNotFound);
    const projectId = query.projectId?.toLowerCase();
    if (projectId && !past.projects?.some(({ id }) => id === projectId)) throw new RosterError(projectNotFound);
    const names = new Map(account.roles.map(({ id, name }) => [id, name]));
    return {
      ...standingOf(past, member, names),
      at: new Date(now).toISOString(),
      permissions: permissionsOf(snapshotOf(catalogue, past), { memberId, projectId, now }),
    };
  }
}

interface Beginning {
  readonly openedAt: Date;
  readonly activeAt: Date;
  /** Null in accounts that are older than the ledger. */
  readonly ownerMemberId: string | null;
}

/**
 * How the account began, where it was not in force yet at that instant; undefined where it was. Rejects with
 * `audit.before-account` where nobody had signed up for it; `details.since` is when somebody did.
 */
async function beginning(manager: EntityManager, accountId: string, now: number): Promise<Beginning | undefined> {
  const [found]: Beginning[] = await manager.query(BEGINNING, [accountId]);
  if (!found || found.activeAt.getTime() <= now) return undefined;
  const since = found.openedAt.toISOString();
  if (found.openedAt.getTime() > now) throw new RosterError(auditBeforeAccount, undefined, { details: { since } });
  return found;
}

/** Between the sign-up and the opening there was an owner to be, who could do nothing. */
function unopened({ ownerMemberId }: Beginning, { memberId, now }: { memberId: string; now: number }): PastState {
  if (memberId !== ownerMemberId) throw new RosterError(memberNotFound);
  return {
    memberId,
    at: new Date(now).toISOString(),
    atVersion: 0,
    accountStatus: 'pending',
    status: 'invited',
    isOwner: true,
    roles: [],
    managerId: null,
    agentAccess: false,
    exceptions: [],
    permissions: [],
  };
}

/** The account as it was at an instant. Rejects with `audit.before-account` where the account did not exist yet. */
async function before(
  manager: EntityManager,
  policy: AccountPolicy,
  { now, memberId, deadline }: { now: number; memberId: string; deadline: number },
): Promise<AccountPolicy> {
  const { accountId } = policy;
  const [found]: { version: number | null }[] = await manager.query(VERSION_AT, [accountId, new Date(now)]);
  const version = found?.version ?? undefined;
  if (version === undefined) throw new RosterError(auditBeforeAccount);
  let past = policy;
  for (let next = policy.version + 1; next > version + 1;) {
    if (Date.now() > deadline) throw new RosterError(serviceTimeout);
    const rows: { version: number; parts: ChangePart[] }[] = await manager.query(UNDO, [
      accountId,
      version,
      next,
      memberId,
    ]);
    const last = rows.at(-1);
    if (!last) break;
    past = undone(
      past,
      rows.map(({ parts }) => parts),
    );
    next = last.version;
  }
  return { ...past, version: Math.min(version, policy.version) };
}

function standingOf(
  { version: atVersion, status: accountStatus, ownerMemberId }: AccountPolicy,
  member: MemberPolicy,
  names: ReadonlyMap<string, string>,
): Omit<PastState, 'at' | 'permissions'> {
  const { id, status, roleIds, managerId = null, agentAccess = false, exceptions = [] } = member;
  return {
    memberId: id,
    atVersion,
    accountStatus,
    status,
    isOwner: id === ownerMemberId,
    roles: roleIds.map((roleId) => {
      const name = names.get(roleId);
      return { id: roleId, ...(name !== undefined && { name }) };
    }),
    managerId,
    agentAccess,
    exceptions: exceptions.map(exceptionOf),
  };
}

const exceptionOf = ({ expiresAt, ...exception }: ExceptionPolicy) => ({
  ...exception,
  ...(expiresAt && { expiresAt: new Date(expiresAt).toISOString() }),
});

function permissionsOf(
  snapshot: Snapshot,
  { memberId, projectId, now }: { memberId: string; projectId: string | undefined; now: number },
): PastPermission[] {
  return snapshot.catalogue.permissions.flatMap(({ key }) => {
    const question = { memberId, permission: key, ...(projectId !== undefined && { projectId }) };
    const decision = decide(snapshot, question, now);
    if (!decision.allowed) return [];
    return [{ permission: key, scope: [...decision.scope], sources: sourcesOf(snapshot, question, decision, now) }];
  });
}

function sourcesOf(snapshot: Snapshot, question: Question, { reason, scope }: Decision, now: number): PastSource[] {
  if (reason === 'account_owner') return [{ kind: 'accountOwner', scope: [...scope] }];
  if (reason === 'project_owner') return [{ kind: 'projectOwner', scope: [...scope] }];
  const given = explain(snapshot, question, now).trace.find(({ step }) => step === 7)?.sources ?? [];
  return given.map(sourceOf);
}

function sourceOf(source: Source): PastSource {
  const { kind, scope } = source;
  if (kind === 'role') return { kind, scope: [...scope], roleId: source.roleId };
  if (kind !== 'exception') return { kind, scope: [...scope] };
  const { permission, expiresAt } = source;
  return {
    kind,
    scope: [...scope],
    permission,
    ...(expiresAt !== undefined && { expiresAt: new Date(expiresAt).toISOString() }),
  };
}

import { Injectable } from '@nestjs/common';
import {
  BROKEN_PROMISES,
  RosterError,
  type BrokenPromise,
  type CheckedPromise,
  type CheckedPromises,
  type CheckPromises,
  type OpenPromise,
} from '@roster/contracts';
import { Database } from '@roster/service-kit';
import type { StoredMember } from '../../account/accounts/stored-account.js';
import type { AccountSnapshot } from '../../account/snapshots/account-snapshot.js';
import { Snapshots } from '../../account/snapshots/snapshots.js';
import { presentRoles } from '../assignments/chosen-roles.js';
import { keptExceptions } from '../exceptions/promised-exceptions.js';
import { requireGiver } from '../privileges/privileges.js';

/** Who set a member's roles last, and the version that it made. */
interface RolesSet {
  readonly memberId: string;
  readonly setterId: string;
  readonly version: number;
}

/** Members answer for a promise by what they needed for it: to invite, or to set roles. */
interface Granter {
  readonly id: string;
  readonly permission: 'members:invite' | 'members:edit';
}

const LAST_SET = `
  select distinct on (target_id) target_id as "memberId", actor->>'memberId' as "setterId", version::float8 as version
  from changes
  where account_id = $1 and target_id = any($2) and action = 'member.roles-set' and version <= $3
  order by target_id, version desc`;

/** Checks what open invitations promise, at one version of the account. */
@Injectable()
export class PromisesService {
  constructor(
    private readonly database: Database,
    private readonly snapshots: Snapshots,
  ) {}

  async check({ accountId, promises, makers }: CheckPromises): Promise<CheckedPromises> {
    const account = await this.snapshots.current(accountId);
    const broken = ({ memberId, granterId }: OpenPromise): CheckedPromise => ({
      memberId,
      granterId,
      reason: 'privilege.above-own',
      roleIds: [],
    });
    if (!account) return { version: 0, promises: promises.map(broken) };
    const lastSet = await this.lastSet(account, promises);
    const known = membersOf(account, promises);
    const judge = new Judge(account, makersOf(makers));
    const checked = promises.map((promise): CheckedPromise => {
      const set = lastSet.get(promise.memberId.toLowerCase());
      const member = known.get(promise.memberId.toLowerCase());
      const granter = granterOf(promise, set);
      const { memberId } = promise;
      const roleIds = [...rolesOf(promise, member, set)];
      const reason = judge.reasonAgainst(granter, { ...promise, roleIds }, member);
      const present = roleIds.flatMap((id) => account.presentRole(id)?.id ?? []);
      return { memberId, granterId: granter.id, reason, roleIds: [...new Set(present)] };
    });
    return { version: account.version, promises: checked };
  }

  /** Of the changes that the account includes, so that its roles and who set them belong together. */
  private async lastSet({ stored, version }: AccountSnapshot, promises: readonly OpenPromise[]) {
    const memberIds = promises.map(({ memberId }) => memberId.toLowerCase());
    const rows: RolesSet[] = await this.database.inAccount(stored.id, (manager) =>
      manager.query(LAST_SET, [stored.id, memberIds, version]),
    );
    return new Map(rows.map((row) => [row.memberId, row]));
  }
}

/** Answers each question once: most invitations of an account promise the same. */
class Judge {
  private readonly now = Date.now();
  private readonly known = new Map<string, BrokenPromise | null>();

  constructor(
    private readonly account: AccountSnapshot,
    private readonly makers: ReadonlyMap<string, readonly string[]>,
  ) {}

  reasonAgainst(
    { id, permission }: Granter,
    promised: OpenPromise,
    member: StoredMember | undefined,
  ): BrokenPromise | null {
    const { roleIds, agentAccess = false } = promised;
    const exceptions = keptExceptions(this.account, promised, member);
    const question = JSON.stringify([id, permission, roleIds, agentAccess, exceptions]);
    const known = this.known.get(question);
    if (known !== undefined) return known;
    const reasons = [id, ...(this.makers.get(id) ?? [])].map((actorId) =>
      reasonOf(() => {
        const act = { account: this.account, actorId, now: this.now };
        requireGiver(act, { roles: presentRoles(this.account, roleIds), agentAccess, exceptions }, permission);
      }),
    );
    const reason = reasons.find((each) => each !== null) ?? null;
    this.known.set(question, reason);
    return reason;
  }
}

/** The members here of whom the promises are. All are found in one pass: there are many of both. */
function membersOf({ stored }: AccountSnapshot, promises: readonly OpenPromise[]): ReadonlyMap<string, StoredMember> {
  const asked = new Set(promises.map(({ memberId }) => memberId.toLowerCase()));
  return new Map(stored.members.filter(({ id }) => asked.has(id)).map((member) => [member.id, member]));
}

function granterOf({ granterId, since }: OpenPromise, set: RolesSet | undefined): Granter {
  const isSetSince = set && since !== undefined && set.version > since;
  if (isSetSince) return { id: set.setterId.toLowerCase(), permission: 'members:edit' };
  return { id: granterId.toLowerCase(), permission: 'members:invite' };
}

/**
 * The roles that the member has here; before access has heard of them, those promised. Where they have none and nobody
 * has set that, the promised roles were deleted before access heard of them.
 */
function rolesOf(promise: OpenPromise, member: StoredMember | undefined, set: RolesSet | undefined): readonly string[] {
  const held = member?.roleIds ?? [];
  return held.length > 0 || set ? held : promise.roleIds;
}

function makersOf(makers: CheckPromises['makers']): ReadonlyMap<string, readonly string[]> {
  const byMember = new Map<string, string[]>();
  for (const { memberId, makerId } of makers) {
    const id = memberId.toLowerCase();
    byMember.set(id, [...(byMember.get(id) ?? []), makerId.toLowerCase()]);
  }
  return byMember;
}

function reasonOf(check: () => void): BrokenPromise | null {
  try {
    check();
    return null;
  } catch (error) {
    const reason = BROKEN_PROMISES.find((code) => error instanceof RosterError && error.code === code);
    if (!reason) throw error;
    return reason;
  }
}

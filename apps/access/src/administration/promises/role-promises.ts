import { Injectable } from '@nestjs/common';
import { findRoleGivers, type CallContext, type Change, type GivingConnection } from '@roster/contracts';
import { Database, RpcClient } from '@roster/service-kit';
import type { EntityManager } from 'typeorm';
import type { AccountSnapshot } from '../../account/snapshots/account-snapshot.js';
import { databaseTime, openPromises, settle } from './promise.store.js';

/** The most members that identity accepts in one question. */
const MOST_ASKED = 500;

/** Who gives a role to people who are not members here yet. */
export interface RoleGiven {
  /** How many are about to get it. */
  readonly members: number;
  /** The names of the connections that give it. */
  readonly connections: readonly string[];
}

type Counting = (manager: EntityManager, account: AccountSnapshot) => Promise<RoleGiven>;

/** Roles that are given to people whom access does not know yet: identity invites them, or a connection brings them. */
@Injectable()
export class RolePromises {
  constructor(
    private readonly database: Database,
    private readonly rpc: RpcClient,
  ) {}

  /**
   * Asks identity who gives roles, outside the transaction of a deletion without a replacement. Resolves with what counts
   * them under the account's lock, together with what was promised since; undefined for every other change.
   */
  async before(accountId: string, change: Change, call: CallContext): Promise<Counting | undefined> {
    if (change.kind !== 'role.delete' || change.replacement !== undefined) return undefined;
    const roleId = change.roleId.toLowerCase();
    const { since, promises } = await this.database.inAccount(accountId, async (manager) => {
      const now = await databaseTime(manager);
      return { since: now, promises: await openPromises(manager, accountId, now) };
    });
    const old = promises.filter(({ isOld }) => isOld);
    const asked = old.flatMap(({ memberIds }) => memberIds ?? []).slice(0, MOST_ASKED);
    const { connections, memberIds } = await this.ask(accountId, asked, call);
    const known = new Set(memberIds);
    const gone = new Set(asked.filter((id) => !known.has(id)));
    return async (manager, account) => {
      const gives = ({ roleIds }: { readonly roleIds: readonly string[] }) =>
        roleIds.some((id) => account.presentRole(id)?.id === roleId);
      let members = 0;
      const names = connections.filter(gives).map(({ name }) => name);
      for (const promise of await openPromises(manager, accountId, since)) {
        const open = promise.memberIds?.filter((id) => !promise.isOld || !gone.has(id));
        if (open?.length === 0) await settle(manager, accountId, promise.id);
        else if (gives(promise)) members += open?.length ?? 1;
      }
      return { members, connections: names };
    };
  }

  private ask(
    accountId: string,
    memberIds: string[],
    { requestId, deadline, traceparent }: CallContext,
  ): Promise<{ memberIds: string[]; connections: GivingConnection[] }> {
    return this.rpc.call(
      findRoleGivers,
      { accountId, memberIds },
      { requestId, ...(deadline !== undefined && { deadline }), ...(traceparent !== undefined && { traceparent }) },
    );
  }
}

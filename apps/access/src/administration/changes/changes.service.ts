import { Injectable } from '@nestjs/common';
import {
  accountNotFound,
  partyOf,
  RosterError,
  type CallContext,
  type Change,
  type RpcContract,
} from '@roster/contracts';
import { Database, Idempotency, signedIn, type SignedIn } from '@roster/service-kit';
import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import type { StoredAccount, StoredMember } from '../../account/accounts/stored-account.js';
import type { AccountSnapshot } from '../../account/snapshots/account-snapshot.js';
import { Ledger, type Changed, type Entry } from '../../ledger/ledger/ledger.js';
import { presentRoles } from '../assignments/chosen-roles.js';
import { requireAllowed, requireGivable } from '../privileges/privileges.js';
import { actOf, type Act } from '../privileges/act.js';
import { Snapshots } from '../../account/snapshots/snapshots.js';
import { RolePromises } from '../promises/role-promises.js';
import { kindOf } from './kinds.js';
import { Plans } from './plans.js';
import { proposalOf, requireAskable } from './proposal.js';

/** What was changed, for the code that builds the answer inside the transaction of `manager`. */
export interface Applied extends Changed {
  readonly manager: EntityManager;
  /** The id of what was created, if the change creates something. */
  readonly createdId: string;
}

/** The command that asked for a change. Contract and input identify it for the idempotency key. */
interface Command<I extends object, O extends object> {
  readonly contract: RpcContract<I, O>;
  readonly input: I;
  readonly call: CallContext;
}

/** Changes what members may do. Every change takes the same steps, under the account's lock. */
@Injectable()
export class ChangesService {
  constructor(
    private readonly database: Database,
    private readonly idempotency: Idempotency,
    private readonly ledger: Ledger,
    private readonly plans: Plans,
    private readonly promises: RolePromises,
    private readonly snapshots: Snapshots,
  ) {}

  async apply<I extends object, O extends object>(
    { contract, input, call: context }: Command<I, O>,
    change: Change,
    answer: (applied: Applied) => O | Promise<O>,
  ): Promise<O> {
    const call = signedIn(context);
    const first = await this.firstAnswer({ contract, input, call }, change);
    if (first) return first;
    const given = await this.promises.before(call.accountId, change, call);
    return this.database.inAccount(call.accountId, (manager) =>
      this.idempotency.run(manager, call, contract, input, async () => {
        const createdId = uuidv7();
        const changed = await this.ledger.change(
          manager,
          call.accountId,
          entryOf(change, call, createdId),
          async (account, now) => {
            const act = actOf(account, call.actor, now);
            const promised = await given?.(manager, account);
            const next = accepted({ ...act, ...(promised && { promised }) }, change, createdId);
            return next ?? takenOver(act, change);
          },
        );
        return answer({ ...changed, manager, createdId });
      }),
    );
  }

  /**
   * Looks for the first answer to a repeated command before the transaction, and asks billing where the plan matters. A
   * repeated command gets its first answer even if the plan would now refuse it.
   */
  private async firstAnswer<I extends object, O extends object>(
    { contract, input, call }: Command<I, O> & { call: SignedIn },
    change: Change,
  ): Promise<O | undefined> {
    const account = await this.snapshots.current(call.accountId);
    if (!account) throw new RosterError(accountNotFound);
    if (!this.plans.concerns(account, change)) return undefined;
    const first = await this.database.inAccount(call.accountId, (manager) =>
      this.idempotency.find(manager, call, contract, input),
    );
    if (!first) await this.plans.require(call.accountId, call);
    return first;
  }
}

/**
 * Checks a change. All that decides is read under the account's lock, including the actor's own permissions: they may
 * just have been taken away.
 */
function accepted(act: Act, change: Change, createdId: string): StoredAccount | undefined {
  requireAskable(act, change);
  const proposal = proposalOf(act, change, createdId);
  if (proposal && !kindOf(change).isUnmeasured) requireAllowed(proposal);
  return proposal?.after.stored;
}

/**
 * The account as it is, where the change sets the roles of an open invitation to those that it has: whoever does so
 * answers for it from then on, so they must be able to give them, and the permissions of the invitee's own.
 */
function takenOver(act: Act, change: Change): StoredAccount | undefined {
  const invitee = inviteeOf(act.account, change);
  if (!invitee) return undefined;
  const { roleIds, agentAccess, exceptions } = invitee;
  requireGivable(act, { roles: presentRoles(act.account, roleIds), agentAccess, exceptions });
  return act.account.stored;
}

/** The invited member whose roles are set. */
function inviteeOf({ stored }: AccountSnapshot, change: Change): StoredMember | undefined {
  if (change.kind !== 'member.set-roles') return undefined;
  const memberId = change.memberId.toLowerCase();
  return stored.members.find(({ id, status }) => id === memberId && status === 'invited');
}

function entryOf(change: Change, { accountId, actor, requestId, client }: SignedIn, createdId: string): Entry {
  const { action, target, parts } = kindOf(change);
  return {
    actor: partyOf(actor),
    action,
    target: target(change, { accountId, createdId }),
    ...(parts && { parts: parts(change) }),
    takesVersion: (account) => inviteeOf(account, change) !== undefined,
    requestId,
    client,
  };
}

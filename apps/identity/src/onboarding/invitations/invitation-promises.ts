import {
  errorKindOf,
  RosterError,
  tokenInvalid,
  type CallContext,
  type CheckedPromise,
  type CheckedPromises,
  type KeyMaker,
  type OpenPromise,
} from '@roster/contracts';
import type { Database } from '@roster/service-kit';
import type { AccessClient } from '../../neighbours/access.client.js';
import type { MemberEntity } from '../../people/members/member.entity.js';
import { makersOf } from '../../sessions/api-keys/api-key.store.js';
import type { InvitationEntity } from './invitation.entity.js';
import { promisedBy } from './invitation.js';

/** An open invitation and its member. */
export interface Open {
  readonly invitation: InvitationEntity;
  readonly member: MemberEntity;
}

/** Who is asked: access, and the database for the makers of keys. */
export interface Asked {
  readonly access: AccessClient;
  readonly database: Database;
}

/**
 * What each promise comes to, in their order, for open invitations of one account: who answers for it, the inviter or
 * whoever sent it again or set the roles again, the last of them; and whether they may give what was promised (S40). Never
 * within a transaction.
 */
export async function checkedPromises(
  asked: Asked,
  accountId: string,
  open: readonly Open[],
  call: CallContext,
): Promise<CheckedPromise[]> {
  if (open.length === 0) return [];
  return (await ask(asked, accountId, open.map(promiseOf), call)).promises;
}

/** Rejects with `token.invalid` where nobody can answer for the invitation: it cannot be accepted. */
export async function requirePromised(asked: Asked, open: Open, call: CallContext): Promise<void> {
  const [checked] = await checkedPromises(asked, open.invitation.accountId, [open], call);
  if (checked?.reason !== null) throw new RosterError(tokenInvalid);
}

/**
 * The version of the account at which this member may answer for the invitation. Rejects with `privilege.above-own`,
 * `role.above-own` or `role.not-found` where they may not.
 */
export async function takeOver(asked: Asked, open: Open, granterId: string, call: CallContext): Promise<number> {
  const { since: _, ...promise } = promiseOf(open);
  const { version, promises } = await ask(asked, open.invitation.accountId, [{ ...promise, granterId }], call);
  const reason = promises[0]?.reason;
  if (reason) throw new RosterError(errorKindOf(reason));
  return version;
}

/** Asks again where access names a service account that nobody knew of: the maker of its key answers with it. */
async function ask(
  { access, database }: Asked,
  accountId: string,
  promises: OpenPromise[],
  call: CallContext,
): Promise<CheckedPromises> {
  const find = (ids: readonly string[]): Promise<KeyMaker[]> =>
    database.inAccount(accountId, (manager) => makersOf(manager, accountId, ids));
  let granterIds = promises.map(({ granterId }) => granterId);
  let makers = await find(granterIds);
  for (;;) {
    const answer = await access.checkPromises({ accountId, promises, makers }, call);
    const others = answer.promises.map(({ granterId }) => granterId).filter((id) => !granterIds.includes(id));
    const more = others.length > 0 ? await find(others) : [];
    if (more.length === 0) return answer;
    granterIds = [...granterIds, ...others];
    makers = [...makers, ...more];
  }
}

/** The promise of the inviter counts from the first version on, that of who sent it again from when they did. */
const promiseOf = ({ invitation, member }: Open): OpenPromise => ({
  memberId: member.id,
  ...promisedBy(invitation, member),
  granterId: invitation.resenderId ?? invitation.inviterId,
  since: invitation.resentVersion ?? 0,
});

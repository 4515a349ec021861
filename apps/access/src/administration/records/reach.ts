import { decided } from '@roster/client';
import { privilegeAboveOwn, RosterError } from '@roster/contracts';
import type { CompiledAccount, Reason } from '@roster/permissions';
import { resolved } from '../../account/resolved-question.js';
import type { RecordEntity } from '../../account/record.entity.js';

/**
 * Rejects with `privilege.above-own` where a new owner or project of somebody else's record would let the actor reach
 * it: now, or for longer than they do. A deleted record counts as its last owner's. The account's owner may do so, and
 * in a project its owner.
 */
export function requireNoReach(
  account: CompiledAccount,
  actorId: string,
  { before, after }: { before: RecordEntity | null; after: RecordEntity },
): void {
  if (!before || before.ownerId === null || before.ownerId === actorId) return;
  const { catalogue } = account;
  const { type, id, properties } = after;
  const decidedOn = (permission: string, { ownerId, projectId }: RecordEntity, at: number) => {
    const question = { memberId: actorId, permission, record: { type, id } };
    return decided(account, resolved(catalogue, question, { ownerId, projectId, properties }, 'registered'), at);
  };
  const permissions = catalogue.features.find(({ key }) => key === type)?.permissions ?? [];
  for (const { key } of permissions.filter(({ kind }) => kind === 'scoped')) {
    for (let at = Date.now(); at !== Infinity;) {
      const [may, will] = [decidedOn(key, before, at), decidedOn(key, after, at)];
      if (will.allowed && !may.allowed && !OWNERS.has(will.reason)) throw refusal(key);
      at = Math.min(may.until ?? Infinity, will.until ?? Infinity);
    }
  }
}

const OWNERS: ReadonlySet<Reason> = new Set(['account_owner', 'project_owner']);

const refusal = (permission: string) =>
  new RosterError(privilegeAboveOwn, 'You would reach a record of somebody else that you do not reach now', {
    details: { reach: { permission } },
  });

import type { AuditActor, AuditTarget } from '@roster/contracts';

/** What was done, as the middle of a sentence. The actor is put before it, and the target in place of the `…`. */
const ACTIONS = {
  'account.recorded': 'wrote down an earlier version of …',
  'member.invited': 'told that … is invited',
  'member.active': 'told that … is active',
  'member.inactive': 'made … inactive',
  'member.revoked': 'revoked the access of …',
  'member.deleted': 'deleted …',
  'member.roles-set': 'changed the roles of …',
  'member.manager-set': 'changed the manager of …',
  'member.teams-set': 'changed the teams of …',
  'team.created': 'created …',
  'team.renamed': 'renamed …',
  'team.deleted': 'deleted …',
  'team.members-set': 'changed who is on …',
  'exception.added': 'made an exception for …',
  'exception.removed': 'took back an exception for …',
  'permissions.copied': 'copied permissions to …',
  'role.created': 'created …',
  'role.edited': 'edited …',
  'role.deleted': 'deleted …',
  'roles.ordered': 'put the roles of … in another order',
  'ownership.transferred': 'transferred the ownership of …',
};

/** What the audit has words for. */
export type KnownAction = keyof typeof ACTIONS;

const isKnown = (action: string): action is KnownAction => Object.hasOwn(ACTIONS, action);

/** A change as a sentence: "Ada Lovelace changed the roles of Bob Brown". */
export function summaryOf(actor: AuditActor, action: string, target: AuditTarget): string {
  const entry = isKnown(action) ? ACTIONS[action] : `did "${action}" to …`;
  return `${actorOf(actor)} ${entry.replace('…', () => targetOf(target))}`;
}

const actorOf = ({ kind, id, name }: AuditActor): string =>
  kind === 'service' ? `The ${id} service` : (name ?? 'Somebody who is no longer here');

function targetOf({ type, id, name }: AuditTarget): string {
  if (type === 'account') return 'the account';
  if (type === 'member') return name ?? 'somebody who is no longer here';
  return `the ${type} ${name ?? id}`;
}

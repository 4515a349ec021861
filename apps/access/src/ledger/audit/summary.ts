import type { AuditAction, AuditActor, AuditTarget } from '@roster/contracts';

/** What was done, as the middle of a sentence. The actor is put before it, and the target in place of the `…`. */
const ACTIONS: Readonly<Record<AuditAction, string>> = {
  'account.opened': 'opened …',
  'account.edited': 'changed the settings of …',
  'account.recorded': 'wrote down an earlier version of …',
  'account.resumed': 'ended the suspension of …',
  'account.suspended': 'suspended …',
  'account.validated': 'confirmed the telephone number of …',
  'agent-access.given': 'gave agent access to …',
  'agent-access.taken': 'took agent access from …',
  'api-key.created': 'created …',
  'api-key.revoked': 'revoked …',
  'billing-contact.changed': 'made the bills go to …',
  'billing-details.changed': 'changed to whom the bills of … are written',
  'billing-settings.changed': 'changed who may buy seats for …',
  'consent.given': 'gave …',
  'delivery.retried': 'had … sent again',
  'deletion.confirmed': 'confirmed that nothing is left of the records of …',
  'domain.added': 'added …',
  'domain.removed': 'removed …',
  'domain.verified': 'verified …',
  'email.changed': 'changed the address of …',
  'email-change.undone': 'took back the change of the address of …',
  'exception.added': 'made an exception for …',
  'exception.removed': 'took back an exception for …',
  'invitation.accepted': 'accepted the invitation of …',
  'invitation.expired': 'ended the expired invitation of …',
  'invitation.resent': 'sent the invitation of … again',
  'invitation.withdrawn': 'withdrew the invitation of …',
  'ip-addresses.revoked': 'revoked network addresses of …',
  'member.active': 'told that … is active',
  'member.activated': 'made … active',
  'member.created': 'created …',
  'member.deleted': 'deleted …',
  'member.edited': 'edited the profile of …',
  'member.inactive': 'made … inactive',
  'member.invited': 'invited …',
  'member.joined': 'let … in',
  'member.manager-set': 'changed the manager of …',
  'member.reactivated': 'gave … their access back',
  'member.revoked': 'revoked the access of …',
  'member.projects-set': 'changed the projects of …',
  'member.roles-set': 'changed the roles of …',
  'member.teams-set': 'changed the teams of …',
  'ownership.transferred': 'transferred the ownership of …',
  'permissions.copied': 'copied permissions to …',
  'phone-verification.started': 'began to confirm a telephone number for …',
  'project.created': 'created …',
  'project.deleted': 'deleted …',
  'project.permissions-set': 'changed what … may do in a project',
  'project.renamed': 'renamed …',
  'project.team-set': 'changed the team of …',
  'project.transferred': 'handed … over to another owner',
  'record.deleted': 'took … off the register',
  'record.put': 'registered …',
  'role.created': 'created …',
  'role.deleted': 'deleted …',
  'role.edited': 'edited …',
  'roles.ordered': 'put the roles of … in another order',
  'second-factor.reset': 'reset the second factors of …',
  'security-settings.changed': 'changed the security settings of …',
  'session.ended': 'ended the sessions of …',
  'sign-up.expired': 'ended the expired sign-up for …',
  'sso-connection.changed': 'changed …',
  'sso-connection.created': 'created …',
  'sso-connection.deleted': 'deleted …',
  'sso-connection.resumed': 'noticed that people come in by … again',
  'sso-connection.stopped': 'noticed that nobody new comes in by …',
  'sso-identity.forgotten': 'forgot who … is at the identity provider',
  'subscription.changed': 'changed the plan of …',
  'subscription.change-dropped': 'dropped the change of the plan that was scheduled for …',
  'subscription.change-revoked': 'took back the change of the plan that was scheduled for …',
  'subscription.change-scheduled': 'scheduled a change of the plan of …',
  'subscription.ended': 'ended the subscription of …',
  'team.created': 'created …',
  'team.deleted': 'deleted …',
  'team.members-set': 'changed who is on …',
  'team.renamed': 'renamed …',
};

const isKnown = (action: string): action is AuditAction => Object.hasOwn(ACTIONS, action);

/** What a type of target is called in a sentence, where its name is not the word itself. */
const TYPES: Readonly<Record<string, string>> = {
  'api-key': 'API key',
  'sso-connection': 'single sign-on connection',
  delivery: 'message',
};

/** A change as a sentence: "Ada Lovelace changed the roles of Bob Brown". */
export function summaryOf(actor: AuditActor, action: string, target: AuditTarget): string {
  const entry = isKnown(action) ? ACTIONS[action] : `did "${action}" to …`;
  return `${actorOf(actor)} ${entry.replace('…', () => targetOf(target))}`;
}

function actorOf({ kind, id, name }: AuditActor): string {
  if (kind === 'service') return `The ${id} service`;
  if (kind === 'api-key') return name === undefined ? 'An API key that is no longer here' : `The API key ${name}`;
  if (kind === 'connection') return 'A single sign-on connection';
  return name ?? 'Somebody who is no longer here';
}

function targetOf({ type, id, name }: AuditTarget): string {
  if (type === 'account') return 'the account';
  if (type === 'member') return name ?? 'somebody who is no longer here';
  return `the ${TYPES[type] ?? type} ${name ?? id}`;
}

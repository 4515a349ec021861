import { IsInt, IsOptional, Max, Min } from 'class-validator';
import { IsId } from '../core/common.contract.js';
import { event, rpc } from '../core/contract.js';
import { Described } from '../core/described.js';
import type { Actor, CallContext } from '../core/call.js';
import type { Notice } from '../core/notice.js';

/** Everything that the audit trail has words for. An act is recorded under one of these names and no other. */
export const AUDIT_ACTIONS = [
  'account.opened',
  'account.edited',
  'account.recorded',
  'account.resumed',
  'account.suspended',
  'account.validated',
  'agent-access.given',
  'agent-access.taken',
  'api-key.created',
  'api-key.revoked',
  'billing-contact.changed',
  'billing-details.changed',
  'billing-settings.changed',
  'consent.given',
  'delivery.retried',
  'deletion.confirmed',
  'domain.added',
  'domain.removed',
  'domain.verified',
  'email.changed',
  'email-change.undone',
  'exception.added',
  'exception.removed',
  'invitation.accepted',
  'invitation.expired',
  'invitation.resent',
  'invitation.withdrawn',
  'ip-addresses.revoked',
  'member.active',
  'member.activated',
  'member.created',
  'member.deleted',
  'member.edited',
  'member.inactive',
  'member.invited',
  'member.joined',
  'member.manager-set',
  'member.projects-set',
  'member.reactivated',
  'member.revoked',
  'member.roles-set',
  'member.teams-set',
  'ownership.transferred',
  'permissions.copied',
  'phone-verification.started',
  'project.created',
  'project.deleted',
  'project.permissions-set',
  'project.renamed',
  'project.team-set',
  'project.transferred',
  'record.deleted',
  'record.put',
  'role.created',
  'role.deleted',
  'role.edited',
  'roles.ordered',
  'second-factor.reset',
  'security-settings.changed',
  'session.ended',
  'sign-up.expired',
  'sso-connection.changed',
  'sso-connection.created',
  'sso-connection.deleted',
  'sso-connection.resumed',
  'sso-connection.stopped',
  'sso-identity.forgotten',
  'subscription.changed',
  'subscription.change-dropped',
  'subscription.change-revoked',
  'subscription.change-scheduled',
  'subscription.ended',
  'team.created',
  'team.deleted',
  'team.members-set',
  'team.renamed',
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

/** Who did something: a member, a key of the API, an identity provider that let somebody in, or a service. */
export type ActingParty =
  | { readonly kind: 'member'; readonly memberId: string }
  | { readonly kind: 'api-key'; readonly memberId: string; readonly keyId: string; readonly makerId: string }
  | { readonly kind: 'connection'; readonly connectionId: string }
  | { readonly kind: 'service'; readonly name: string };

/**
 * A fact that an act changed: before (null where it was new) and after (null where it is gone). Ids and plain values;
 * nothing secret, and nothing about people but their ids.
 */
export class ActPart {
  kind!: string;
  id!: string;
  @Described({ type: 'object', additionalProperties: true, nullable: true })
  before!: object | null;
  @Described({ type: 'object', additionalProperties: true, nullable: true })
  after!: object | null;
}

/** Something that was done in an account, as the service in which it was done says it. */
export class Act {
  @Described({ type: 'object', additionalProperties: true })
  actor!: ActingParty;
  @Described({ type: 'string' })
  action!: AuditAction;
  targetType!: string;
  targetId!: string;
  parts!: ActPart[];
  at!: string;
  /** From where, as the gateway saw it; null where there was no request. */
  address!: string | null;
  userAgent!: string | null;
  /** Null for what no request asked for. */
  requestId!: string | null;
}

const act = { noun: 'act', past: 'recorded', version: 1, data: Act, consumers: ['access'] } as const;

/** What windows are told of acts on such a thing: `api-key` of `api-key.created`. */
const shown = (noun: string, permission: Notice['permission']): Notice<Act> => ({
  noun,
  permission,
  id: ({ action, targetId }) => (action.startsWith(`${noun}.`) ? targetId : undefined),
});
const inAudit: Notice<Act> = { noun: 'audit', permission: 'audit:view', id: () => null };

/** Acts that no event about a member tells of. Recorded in the transaction of the act. */
export const identityActRecorded = event({
  ...act,
  context: 'identity',
  notices: [
    inAudit,
    shown('account', { open: 'account' }),
    ...['api-key', 'security-settings', 'domain', 'sso-connection'].map((noun) => shown(noun, 'security:view')),
  ],
});
export const notificationsActRecorded = event({
  ...act,
  context: 'notifications',
  notices: [inAudit, shown('delivery', 'notifications:view')],
});
export const billingActRecorded = event({
  ...act,
  context: 'billing',
  notices: [inAudit, { noun: 'seat', permission: 'billing:view', id: () => null }],
});
/** Acts on records, which change no account. Access hears them from itself, so that records do not wait for accounts. */
export const accessActRecorded = event({ ...act, context: 'access' });

export const partyOf = (actor: Actor): ActingParty =>
  actor.kind === 'api-key'
    ? { kind: 'api-key', memberId: actor.memberId, keyId: actor.keyId, makerId: actor.makerId }
    : { kind: 'member', memberId: actor.memberId };

/** What whoever records an act says of it; the rest is known from the call. */
export interface Done extends Pick<Act, 'action'> {
  readonly target: { readonly type: string; readonly id: string };
  readonly parts?: readonly ActPart[];
  /** Whoever acted, where it is not the actor of the call. */
  readonly actor?: ActingParty;
}

/** The act of a call. Without an actor it is the act of the service itself. */
export function toAct(
  { action, target, parts = [], actor }: Done,
  call: Partial<Pick<CallContext, 'actor' | 'client' | 'requestId'>>,
  service: string,
): Act {
  return {
    actor: actor ?? (call.actor ? partyOf(call.actor) : { kind: 'service', name: service }),
    action,
    targetType: target.type,
    targetId: target.id,
    parts: [...parts],
    at: new Date().toISOString(),
    address: call.client?.address ?? null,
    userAgent: call.client?.userAgent ?? null,
    requestId: call.requestId ?? null,
  };
}

export class MemberActsQuery {
  @IsId()
  accountId!: string;

  @IsId()
  memberId!: string;

  /** Only acts before the one with this id. */
  @IsOptional()
  @IsId()
  before?: string;

  @IsInt()
  @Min(1)
  @Max(201)
  limit!: number;
}

export class MemberAct {
  /** UUIDv7, by the time of the act. */
  id!: string;
  action!: string;
  at!: string;
  targetType!: string;
  targetId!: string;
  version!: number;
  address!: string | null;
  userAgent!: string | null;
}

export class MemberActs {
  acts!: MemberAct[];
}

/** What a member did, from the audit trail, the newest first: for their activity. */
export const listMemberActs = rpc({
  context: 'access',
  noun: 'act',
  verb: 'list',
  permission: { open: 'service' },
  input: MemberActsQuery,
  output: MemberActs,
  callers: ['identity'],
});

import { IsId, PageQuery } from '../../core/common.contract.js';
import { rpc } from '../../core/contract.js';
import { Described } from '../../core/described.js';
import { memberNotFound } from './member.contract.js';

/** Something that a member did (ID-46). */
export class Activity {
  id!: string;
  /** `<noun>.<past>`: `session.started`, `member.roles-set` … */
  action!: string;
  at!: string;
  /** The network address; null where there was no request. */
  address!: string | null;
  userAgent!: string | null;
  /** To what or whom: ids and plain facts. */
  @Described({ type: 'object', additionalProperties: { type: 'string' } })
  details!: Record<string, string>;
}

export class ActivityPage {
  items!: Activity[];
  nextCursor!: string | null;
}

export class ActivityQuery extends PageQuery {
  @IsId()
  memberId!: string;
}

const list = { context: 'identity', noun: 'activity', output: ActivityPage, callers: ['gateway'] } as const;

export const listActivity = rpc({
  ...list,
  verb: 'list',
  http: { method: 'GET', path: '/v1/members/:memberId/activity', tag: 'Activity', summary: 'List a member’s activity' },
  description:
    'Lists what a member did in this account and to their own sign-in, newest first: sign-ins, factors, sessions, and their acts in the audit trail.',
  permission: 'audit:view',
  input: ActivityQuery,
  errors: [memberNotFound],
});

export const listMyActivity = rpc({
  ...list,
  verb: 'list-own',
  http: { method: 'GET', path: '/v1/me/activity', tag: 'Activity', summary: 'List my activity' },
  description:
    'Lists what the person who asks did, newest first: sign-ins, factors, sessions, and their acts in the audit trail.',
  permission: { open: 'person' },
  input: PageQuery,
});

import { event } from '../core/contract.js';

/** What a member did to what anybody in the account may do: an entry of the audit, for the activity of who did it. */
export class ActivityEntry {
  memberId!: string;
  /** `role.created`, `member.roles-set` … */
  action!: string;
  targetType!: string;
  targetId!: string;
  /** The account's version that it led to. */
  version!: number;
  at!: string;
  /** From where, as the gateway saw it. */
  address!: string | null;
  userAgent!: string | null;
}

export const activityRecorded = event({
  context: 'access',
  noun: 'deed',
  past: 'recorded',
  version: 1,
  data: ActivityEntry,
  consumers: ['identity'],
  notices: [{ noun: 'activity', permission: 'audit:view', memberId: ({ memberId }) => memberId }],
});

import { decide } from '@roster/permissions';
import type { AccountSnapshot } from '../snapshots/account-snapshot.js';

/** Whether the member may know at `now` (ms) who the other members are, and so by name who did something to them. */
export const seesMembers = ({ snapshot }: AccountSnapshot, memberId: string, now: number): boolean =>
  decide(snapshot, { memberId, permission: 'members:view' }, now).allowed;

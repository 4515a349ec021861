import { queryOptions } from '@tanstack/react-query';
import { api, bodyOf } from '../api/client.js';

/** One member's profile. */
export const memberQuery = (memberId: string) =>
  queryOptions({
    queryKey: ['members', memberId],
    queryFn: ({ signal }) => bodyOf(api.GET('/v1/members/{memberId}', { params: { path: { memberId } }, signal })),
    meta: { shows: ['member', 'role', 'team', 'account', 'security-settings'] },
  });

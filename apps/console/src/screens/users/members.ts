import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, bodyOf } from '../../api/client.js';
import type { components } from '../../api/schema.js';
import type { UsersSearch } from './users.search.js';

export type MemberRow = components['schemas']['MemberRow'];

/** A page of the users that the address asks for. */
export const useMembers = (search: UsersSearch) =>
  useQuery({
    queryKey: ['members', 'list', search],
    queryFn: ({ signal }) => bodyOf(api.GET('/v1/members', { params: { query: search }, signal })),
    placeholderData: keepPreviousData,
    meta: { shows: ['member', 'role', 'team', 'account', 'security-settings'] },
  });

/** Everything that shows members, or the seats that they take, is asked again. Resolves when what is on screen is new. */
export function useMembersChanged(): () => Promise<unknown> {
  const queries = useQueryClient();
  return () => Promise.all(['members', 'billing'].map((first) => queries.invalidateQueries({ queryKey: [first] })));
}

/** The open invitation of a member who has not come in yet. */
export async function invitationOf(memberId: string) {
  const { items } = await bodyOf(api.GET('/v1/invitations', { params: { query: { memberId: [memberId] } } }));
  return items.find(({ state }) => state === 'pending');
}

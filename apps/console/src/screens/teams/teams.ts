import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, bodyOf } from '../../api/client.js';
import { isRefusal } from '../../api/problem.js';
import type { components } from '../../api/schema.js';
import { teamsQuery } from '../../app/teams.js';

export type MemberRow = components['schemas']['MemberRow'];

/** How often a list of members is sent again where others change the account at the same time. */
const TRIES = 3;

export const teamQuery = (teamId: string) =>
  queryOptions({
    queryKey: ['teams', teamId],
    queryFn: ({ signal }) => bodyOf(api.GET('/v1/teams/{teamId}', { params: { path: { teamId } }, signal })),
    meta: { shows: ['team', 'member'] },
  });

/** The people on a team, by name. */
export const teamMembersQuery = (teamId: string, cursor: string | undefined) =>
  queryOptions({
    queryKey: ['members', { team: teamId, cursor }],
    queryFn: ({ signal }) =>
      bodyOf(
        api.GET('/v1/members', {
          params: { query: { team: [teamId], sort: 'name', ...(cursor && { cursor }) } },
          signal,
        }),
      ),
    meta: { shows: ['team', 'member'] },
  });

/** Puts one person on a team or takes them off. What others change at the same time is kept. */
export function useTeamMembership(teamId: string, onDone: (person: MemberRow, isOn: boolean) => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ person, isOn }: { person: MemberRow; isOn: boolean }) => {
      for (let tries = 1; ; tries++) {
        try {
          return await setMembership(teamId, person.id, isOn);
        } catch (error) {
          if (tries === TRIES || !isRefusal(error, 'version.changed')) throw error;
        }
      }
    },
    onSuccess: async (_, { person, isOn }) => {
      await untilListed(teamId, person.id, isOn);
      await queries.invalidateQueries({ queryKey: ['members'] });
      await queries.invalidateQueries(teamsQuery);
      onDone(person, isOn);
    },
  });
}

async function setMembership(teamId: string, memberId: string, isOn: boolean): Promise<void> {
  const params = { path: { teamId } };
  const { memberIds, version } = await bodyOf(api.GET('/v1/teams/{teamId}', { params }));
  const others = memberIds.filter((id) => id !== memberId);
  await api.PUT('/v1/teams/{teamId}/members', {
    params,
    body: { memberIds: isOn ? [...others, memberId] : others, ifVersion: version },
  });
}

/** The list of members is a copy that follows a moment later. Waits for it, at most three seconds. */
async function untilListed(teamId: string, memberId: string, isOn: boolean): Promise<void> {
  for (let tries = 0; tries < 20; tries++) {
    const { teams } = await bodyOf(api.GET('/v1/members/{memberId}', { params: { path: { memberId } } }));
    if (teams.some(({ id }) => id === teamId) === isOn) return;
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
}

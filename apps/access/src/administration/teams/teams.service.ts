import { Injectable } from '@nestjs/common';
import {
  accountNotFound,
  createTeam,
  deleteTeam,
  renameTeam,
  RosterError,
  setMemberTeams,
  setTeamMembers,
  type AppliedVersion,
  type CallContext,
  type CreateTeam,
  type FreshPageQuery,
  type MemberTeams,
  type RenameTeam,
  type SetMemberTeams,
  type SetTeamMembers,
  type Team,
  type TeamDetail,
  type TeamId,
  type TeamList,
  type TeamQuery,
  type TeamWrite,
} from '@roster/contracts';
import { signedIn } from '@roster/service-kit';
import type { StoredAccount, StoredTeam } from '../../account/accounts/stored-account.js';
import { ChangesService, type Applied } from '../changes/changes.service.js';
import { memberOf } from '../../account/members/member-of.js';
import type { AccountSnapshot } from '../../account/snapshots/account-snapshot.js';
import { Snapshots } from '../../account/snapshots/snapshots.js';
import { teamOf, teamsOf } from '../../account/teams/team.js';
import { pageByName } from '../../account/by-name.js';

/** Teams: groups of members that an account defines for itself (ID-08). */
@Injectable()
export class TeamsService {
  constructor(
    private readonly changes: ChangesService,
    private readonly snapshots: Snapshots,
  ) {}

  async list({ atLeast, ...query }: FreshPageQuery, call: CallContext): Promise<TeamList> {
    const { stored } = await this.account(call, atLeast);
    const counts = countsOf(stored);
    const page = pageByName(stored.teams, query);
    return { items: page.shown.map((team) => shown(team, counts)), nextCursor: page.nextCursor };
  }

  async get({ teamId, atLeast }: TeamQuery, call: CallContext): Promise<TeamDetail> {
    const { stored, version } = await this.account(call, atLeast);
    const team = teamOf(stored, teamId);
    const on = stored.members.filter(({ teams }) => teams.some((each) => each.teamId === team.id));
    return { ...shown(team, countsOf(stored)), memberIds: on.map(({ id }) => id), version };
  }

  create(input: CreateTeam, call: CallContext): Promise<TeamWrite> {
    const change = { ...input, kind: 'team.create' } as const;
    return this.changes.apply({ contract: createTeam, input, call }, change, (applied) =>
      written(applied, applied.createdId),
    );
  }

  rename(input: RenameTeam, call: CallContext): Promise<TeamWrite> {
    const change = { ...input, kind: 'team.rename' } as const;
    return this.changes.apply({ contract: renameTeam, input, call }, change, (applied) =>
      written(applied, input.teamId),
    );
  }

  delete(input: TeamId, call: CallContext): Promise<AppliedVersion> {
    const change = { ...input, kind: 'team.delete' } as const;
    return this.changes.apply({ contract: deleteTeam, input, call }, change, ({ after: { version } }) => ({ version }));
  }

  setMembers(input: SetTeamMembers, call: CallContext): Promise<TeamWrite> {
    const change = { ...input, kind: 'team.set-members' } as const;
    return this.changes.apply({ contract: setTeamMembers, input, call }, change, (applied) =>
      written(applied, input.teamId),
    );
  }

  setTeams(input: SetMemberTeams, call: CallContext): Promise<MemberTeams> {
    const change = { ...input, kind: 'member.set-teams' } as const;
    return this.changes.apply({ contract: setMemberTeams, input, call }, change, ({ after }) => {
      const member = memberOf(after, input.memberId);
      return { memberId: member.id, teams: teamsOf(after.stored, member), version: after.version };
    });
  }

  private async account(call: CallContext, atLeast: number | undefined): Promise<AccountSnapshot> {
    const { accountId, deadline } = signedIn(call);
    const account = await this.snapshots.atLeast(accountId, atLeast, deadline);
    if (!account) throw new RosterError(accountNotFound);
    return account;
  }
}

function countsOf({ members }: StoredAccount): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { teams } of members) {
    for (const { teamId } of teams) counts.set(teamId, (counts.get(teamId) ?? 0) + 1);
  }
  return counts;
}

const shown = ({ id, name }: StoredTeam, counts: ReadonlyMap<string, number>): Team => ({
  id,
  name,
  memberCount: counts.get(id) ?? 0,
});

const written = ({ after: { stored, version } }: Applied, teamId: string): TeamWrite => ({
  ...shown(teamOf(stored, teamId), countsOf(stored)),
  version,
});

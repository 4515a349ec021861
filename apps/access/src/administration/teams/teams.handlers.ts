import { Controller } from '@nestjs/common';
import {
  CreateTeam,
  createTeam,
  deleteTeam,
  Freshness,
  getTeam,
  listTeams,
  RenameTeam,
  renameTeam,
  SetMemberTeams,
  setMemberTeams,
  SetTeamMembers,
  setTeamMembers,
  TeamId,
  TeamQuery,
  type CallContext,
} from '@roster/contracts';
import { Call, Handle, Input } from '@roster/service-kit';
import { TeamsService } from './teams.service.js';

@Controller()
export class TeamsHandlers {
  constructor(private readonly teams: TeamsService) {}

  @Handle(listTeams)
  list(@Input() input: Freshness, @Call() call: CallContext) {
    return this.teams.list(input, call);
  }

  @Handle(getTeam)
  get(@Input() input: TeamQuery, @Call() call: CallContext) {
    return this.teams.get(input, call);
  }

  @Handle(createTeam)
  create(@Input() input: CreateTeam, @Call() call: CallContext) {
    return this.teams.create(input, call);
  }

  @Handle(renameTeam)
  rename(@Input() input: RenameTeam, @Call() call: CallContext) {
    return this.teams.rename(input, call);
  }

  @Handle(deleteTeam)
  delete(@Input() input: TeamId, @Call() call: CallContext) {
    return this.teams.delete(input, call);
  }

  @Handle(setTeamMembers)
  setMembers(@Input() input: SetTeamMembers, @Call() call: CallContext) {
    return this.teams.setMembers(input, call);
  }

  @Handle(setMemberTeams)
  setTeams(@Input() input: SetMemberTeams, @Call() call: CallContext) {
    return this.teams.setTeams(input, call);
  }
}

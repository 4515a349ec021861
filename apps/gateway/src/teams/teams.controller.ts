import { Controller, Delete, Get, Patch, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  createTeam,
  deleteTeam,
  getTeam,
  listTeams,
  renameTeam,
  setTeamMembers,
  type CallContext,
  type CreateTeam,
  type Freshness,
  type RenameTeam,
  type SetTeamMembers,
  type TeamId,
  type TeamQuery,
} from '@roster/contracts';
import { RpcClient } from '@roster/service-kit';
import { raised, TakesAtLeast } from '../checks/at-least.js';
import { AtLeast, Call } from '../http/routes/call.js';
import { Exposes } from '../http/routes/exposes.js';
import { Input } from '../http/routes/input.js';

@ApiTags('Teams')
@Controller('v1/teams')
export class TeamsController {
  constructor(private readonly rpc: RpcClient) {}

  @Exposes(listTeams, 'List the teams', { fills: ['atLeast'] })
  @TakesAtLeast()
  @Get()
  list(@Input() input: Freshness, @AtLeast() atLeast: number | undefined, @Call() call: CallContext) {
    return this.rpc.call(listTeams, raised(input, atLeast), call);
  }

  @Exposes(createTeam, 'Make a team', { status: 201, omits: ['version'] })
  @Post()
  create(@Input() input: CreateTeam, @Call() call: CallContext) {
    return this.rpc.call(createTeam, input, call);
  }

  @Exposes(getTeam, 'Show a team', { fills: ['atLeast'] })
  @TakesAtLeast()
  @Get(':teamId')
  get(@Input() input: TeamQuery, @AtLeast() atLeast: number | undefined, @Call() call: CallContext) {
    return this.rpc.call(getTeam, raised(input, atLeast), call);
  }

  @Exposes(renameTeam, 'Rename a team', { omits: ['version'] })
  @Patch(':teamId')
  rename(@Input() input: RenameTeam, @Call() call: CallContext) {
    return this.rpc.call(renameTeam, input, call);
  }

  @Exposes(setTeamMembers, 'Say who is on a team', { omits: ['version'] })
  @Put(':teamId/members')
  setMembers(@Input() input: SetTeamMembers, @Call() call: CallContext) {
    return this.rpc.call(setTeamMembers, input, call);
  }

  @Exposes(deleteTeam, 'Delete a team', { status: 204 })
  @Delete(':teamId')
  delete(@Input() input: TeamId, @Call() call: CallContext) {
    return this.rpc.call(deleteTeam, input, call);
  }
}

import { Controller } from '@nestjs/common';
import { setAgentAccess, SetAgentAccess, type CallContext } from '@roster/contracts';
import { Call, Handle, Input } from '@roster/service-kit';
import { AgentAccessService } from './agent-access.service.js';

@Controller()
export class AgentAccessHandlers {
  constructor(private readonly agents: AgentAccessService) {}

  @Handle(setAgentAccess)
  set(@Input() input: SetAgentAccess, @Call() call: CallContext) {
    return this.agents.set(input, call);
  }
}

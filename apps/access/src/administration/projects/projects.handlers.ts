import { Controller } from '@nestjs/common';
import { checkOwnProject, ProjectId, type CallContext } from '@roster/contracts';
import { Call, Handle, Input } from '@roster/service-kit';
import { ProjectsService } from './projects.service.js';

@Controller()
export class ProjectsHandlers {
  constructor(private readonly projects: ProjectsService) {}

  @Handle(checkOwnProject)
  checkOwn(@Input() input: ProjectId, @Call() call: CallContext) {
    return this.projects.checkOwn(input, call);
  }
}

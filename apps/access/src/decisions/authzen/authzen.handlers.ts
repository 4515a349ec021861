import { Controller } from '@nestjs/common';
import {
  AuthzenActionSearch,
  AuthzenEvaluation,
  AuthzenEvaluations,
  AuthzenResourceSearch,
  AuthzenSubjectSearch,
  evaluateAuthzen,
  evaluateAuthzenBatch,
  searchAuthzenActions,
  searchAuthzenResources,
  searchAuthzenSubjects,
  type CallContext,
} from '@roster/contracts';
import { Call, Handle, Input } from '@roster/service-kit';
import { AuthzenService } from './authzen.service.js';
import { SearchService } from './search/search.service.js';

@Controller()
export class AuthzenHandlers {
  constructor(
    private readonly authzen: AuthzenService,
    private readonly search: SearchService,
  ) {}

  @Handle(evaluateAuthzen)
  evaluate(@Input() evaluation: AuthzenEvaluation, @Call() call: CallContext) {
    return this.authzen.evaluate(evaluation, call);
  }

  @Handle(evaluateAuthzenBatch)
  evaluateMany(@Input() batch: AuthzenEvaluations, @Call() call: CallContext) {
    return this.authzen.evaluateMany(batch, call);
  }

  @Handle(searchAuthzenSubjects)
  subjects(@Input() search: AuthzenSubjectSearch, @Call() call: CallContext) {
    return this.search.subjects(search, call);
  }

  @Handle(searchAuthzenResources)
  resources(@Input() search: AuthzenResourceSearch, @Call() call: CallContext) {
    return this.search.resources(search, call);
  }

  @Handle(searchAuthzenActions)
  actions(@Input() search: AuthzenActionSearch, @Call() call: CallContext) {
    return this.search.actions(search, call);
  }
}

import { Controller } from '@nestjs/common';
import { AuthzenEvaluation, evaluateAuthzen, type CallContext } from '@roster/contracts';
import { Call, Handle, Input } from '@roster/service-kit';
import { AuthzenService } from './authzen.service.js';

@Controller()
export class AuthzenHandlers {
  constructor(private readonly authzen: AuthzenService) {}

  @Handle(evaluateAuthzen)
  evaluate(@Input() evaluation: AuthzenEvaluation, @Call() call: CallContext) {
    return this.authzen.evaluate(evaluation, call);
  }
}

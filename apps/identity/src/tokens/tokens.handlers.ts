import { Controller } from '@nestjs/common';
import { revealToken, TokenReference } from '@roster/contracts';
import { Handle, Input } from '@roster/service-kit';
import { TokensService } from './tokens.service.js';

@Controller()
export class TokensHandlers {
  constructor(private readonly tokens: TokensService) {}

  @Handle(revealToken)
  reveal(@Input() input: TokenReference) {
    return this.tokens.reveal(input);
  }
}

import { Controller } from '@nestjs/common';
import { revealToken, TokenReference } from '@roster/contracts';
import { Handle, Input } from '@roster/service-kit';
import { MailedTokensService } from './mailed-tokens.service.js';

@Controller()
export class MailedTokensHandlers {
  constructor(private readonly tokens: MailedTokensService) {}

  @Handle(revealToken)
  reveal(@Input() input: TokenReference) {
    return this.tokens.reveal(input);
  }
}

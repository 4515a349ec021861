import { Controller } from '@nestjs/common';
import { createQuote, QuoteRequest, type CallContext } from '@roster/contracts';
import { Call, Handle, Input } from '@roster/service-kit';
import { QuotesService } from './quotes.service.js';

@Controller()
export class QuotesHandlers {
  constructor(private readonly quotes: QuotesService) {}

  @Handle(createQuote)
  create(@Input() input: QuoteRequest, @Call() call: CallContext) {
    return this.quotes.create(input, call);
  }
}

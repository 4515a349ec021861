import type { ArgumentMetadata, PipeTransform } from '@nestjs/common';
import type { RpcContract } from '@roster/contracts';
import { validate } from '../validation/validate.js';

/** Turns the payload into an instance of the contract's input DTO. Throws `request.invalid` or `request.malformed`. */
export class ContractInputPipe<I extends object, O extends object> implements PipeTransform {
  constructor(private readonly contract: RpcContract<I, O>) {}

  transform(value: unknown, { type }: ArgumentMetadata): unknown {
    // Nest calls the payload of a message `body`; other parameters (`@Call()`) pass through here too.
    return type === 'body' ? validate(this.contract.input, value) : value;
  }
}

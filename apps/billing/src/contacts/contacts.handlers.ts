import { Controller } from '@nestjs/common';
import {
  accountOwnershipTransferred,
  getBillingContact,
  setBillingContact,
  SetBillingContact,
  type CallContext,
  type Envelope,
  type OwnershipChange,
} from '@roster/contracts';
import { Call, Handle, Input, OnEvent } from '@roster/service-kit';
import type { EntityManager } from 'typeorm';
import { ContactsService } from './contacts.service.js';

@Controller()
export class ContactsHandlers {
  constructor(private readonly contacts: ContactsService) {}

  @Handle(getBillingContact)
  get(@Call() call: CallContext) {
    return this.contacts.get(call);
  }

  @Handle(setBillingContact)
  set(@Input() input: SetBillingContact, @Call() call: CallContext) {
    return this.contacts.set(input, call);
  }

  @OnEvent(accountOwnershipTransferred)
  onTransferred({ data }: Envelope<OwnershipChange>, manager: EntityManager) {
    return this.contacts.followOwner(manager, data);
  }
}

import { Controller } from '@nestjs/common';
import {
  accessActRecorded,
  billingActRecorded,
  identityActRecorded,
  listMemberActs,
  MemberActsQuery,
  notificationsActRecorded,
  type Act,
  type Envelope,
} from '@roster/contracts';
import { Handle, Input, OnEvent } from '@roster/service-kit';
import type { EntityManager } from 'typeorm';
import { AuditService } from './audit.service.js';
import { Ledger } from '../ledger/ledger.js';

/** Acts of other services, and acts on records, which stand in the trail beside the changes. */
@Controller()
export class ActsHandlers {
  constructor(
    private readonly audit: AuditService,
    private readonly ledger: Ledger,
  ) {}

  @Handle(listMemberActs)
  list(@Input() query: MemberActsQuery) {
    return this.audit.actsOf(query);
  }

  @OnEvent(identityActRecorded)
  @OnEvent(notificationsActRecorded)
  @OnEvent(billingActRecorded)
  @OnEvent(accessActRecorded)
  async record({ id, accountid = '', data }: Envelope<Act>, manager: EntityManager): Promise<void> {
    await this.ledger.record(manager, accountid, id, data);
  }
}

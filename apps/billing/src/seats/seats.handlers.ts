import { Controller } from '@nestjs/common';
import {
  checkSeats,
  getSeats,
  memberActivated,
  memberDeactivated,
  memberDeleted,
  memberEdited,
  memberRevoked,
  releaseSeats,
  ReserveSeats,
  reserveSeats,
  SeatKeys,
  SeatPoolQuery,
  useSeats,
  type CallContext,
  type Envelope,
  type MemberChange,
  type MemberRevoked,
} from '@roster/contracts';
import { Call, Handle, Input, OnEvent, signedIn } from '@roster/service-kit';
import type { EntityManager } from 'typeorm';
import { ContactsService } from '../contacts/contacts.service.js';
import { MonthsService } from '../periods/months.service.js';
import { ClaimsService } from './claims.service.js';
import { SeatsService } from './seats.service.js';

@Controller()
export class SeatsHandlers {
  constructor(
    private readonly seats: SeatsService,
    private readonly claims: ClaimsService,
    private readonly contacts: ContactsService,
    private readonly months: MonthsService,
  ) {}

  @Handle(getSeats)
  get(@Call() call: CallContext) {
    return this.seats.get(signedIn(call).accountId);
  }

  @Handle(checkSeats)
  check(@Input() input: SeatPoolQuery) {
    return this.seats.check(input);
  }

  @Handle(reserveSeats)
  reserve(@Input() input: ReserveSeats, @Call() call: CallContext) {
    return this.claims.reserve(input, call);
  }

  @Handle(useSeats)
  use(@Input() input: SeatKeys) {
    return this.seats.use(input);
  }

  @Handle(releaseSeats)
  release(@Input() input: SeatKeys) {
    return this.claims.release(input);
  }

  @OnEvent(memberActivated)
  @OnEvent(memberDeactivated)
  @OnEvent(memberEdited)
  async onChanged({ data, traceparent }: Envelope<MemberChange>, manager: EntityManager): Promise<void> {
    await this.seats.useReserved(manager, data);
    await this.seats.seatAgent(manager, data);
    await this.contacts.followMember(manager, data, { traceparent });
    // The owner has verified their address, so there is somebody to bill.
    if (data.account.status === 'active') await this.months.open(manager, data.account.id);
  }

  @OnEvent(memberRevoked)
  async onRevoked({ data, traceparent }: Envelope<MemberRevoked>, manager: EntityManager): Promise<void> {
    await this.seats.free(manager, data);
    await this.contacts.followMember(manager, data, { successor: data.billingSuccessor, traceparent });
  }

  @OnEvent(memberDeleted)
  async onDeleted({ data, traceparent }: Envelope<MemberChange>, manager: EntityManager): Promise<void> {
    await this.seats.free(manager, data);
    await this.contacts.followMember(manager, data, { traceparent });
  }
}

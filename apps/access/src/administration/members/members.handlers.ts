import { Controller } from '@nestjs/common';
import {
  accountOwnershipTransferred,
  applyMember,
  ApplyMember,
  checkCovered,
  CheckCovered,
  checkMemberEdit,
  CheckMemberEdit,
  checkRestorable,
  memberActivated,
  memberDeactivated,
  memberDeleted,
  memberEdited,
  MemberId,
  memberInvited,
  memberRevoked,
  takeAwayMember,
  TakeAwayMember,
  type CallContext,
  type Envelope,
  type MemberChange,
} from '@roster/contracts';
import { Call, Handle, Input, OnEvent } from '@roster/service-kit';
import type { EntityManager } from 'typeorm';
import { MemberProjection } from '../projections/member-projection.js';
import { MembersService } from './members.service.js';

@Controller()
export class MembersHandlers {
  constructor(
    private readonly members: MembersService,
    private readonly projection: MemberProjection,
  ) {}

  @Handle(applyMember)
  apply(@Input() input: ApplyMember) {
    return this.members.apply(input);
  }

  @Handle(takeAwayMember)
  takeAway(@Input() input: TakeAwayMember, @Call() call: CallContext) {
    return this.members.takeAway(input, call);
  }

  @Handle(checkRestorable)
  checkRestorable(@Input() input: MemberId, @Call() call: CallContext) {
    return this.members.checkRestorable(input, call);
  }

  @Handle(checkMemberEdit)
  checkEdit(@Input() input: CheckMemberEdit, @Call() call: CallContext) {
    return this.members.checkEdit(input, call);
  }

  @Handle(checkCovered)
  checkCovered(@Input() input: CheckCovered) {
    return this.members.checkCovered(input);
  }

  @OnEvent(memberInvited)
  @OnEvent(memberActivated)
  @OnEvent(memberDeactivated)
  @OnEvent(memberEdited)
  @OnEvent(memberRevoked)
  @OnEvent(memberDeleted)
  @OnEvent(accountOwnershipTransferred)
  async project({ id, data }: Envelope<MemberChange>, manager: EntityManager): Promise<void> {
    await this.projection.apply(manager, data, id);
  }
}

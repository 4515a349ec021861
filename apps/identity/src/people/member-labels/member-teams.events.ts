import { Injectable } from '@nestjs/common';
import { memberTeamsChanged, type Envelope, type MemberTeamsState } from '@roster/contracts';
import { OnEvent } from '@roster/service-kit';
import type { EntityManager } from 'typeorm';
import { copyLabels } from './member-labels.js';

/** Keeps the copy of the members' teams. */
@Injectable()
export class MemberTeamsEvents {
  @OnEvent(memberTeamsChanged)
  async copy({ accountid: accountId = '', data }: Envelope<MemberTeamsState>, manager: EntityManager): Promise<void> {
    const { memberId, teams: labels, version } = data;
    await copyLabels(manager, 'team', { accountId, memberId, version, labels });
  }
}

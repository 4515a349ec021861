import { Injectable } from '@nestjs/common';
import { memberRolesChanged, type Envelope, type MemberRolesChange, type MemberRolesState } from '@roster/contracts';
import { OnEvent } from '@roster/service-kit';
import type { EntityManager } from 'typeorm';
import { HOUR } from '../../core/calls/rate.js';
import { LimitsConfig } from '../../core/limits/limits.config.js';
import { findAccount } from '../accounts/accounts.service.js';
import { actorName, listed } from '../mails/actor-name.js';
import { Mails } from '../mails/mails.js';
import { MemberEntity } from '../members/member.entity.js';
import { copyLabels } from './member-labels.js';

interface Told extends Pick<MemberRolesState, 'memberId' | 'roles'> {
  readonly accountId: string;
  readonly change: MemberRolesChange;
}

/** Keeps the copy of the members' roles, and tells them by mail that somebody gave them others. */
@Injectable()
export class MemberRolesEvents {
  constructor(
    private readonly config: LimitsConfig,
    private readonly mails: Mails,
  ) {}

  @OnEvent(memberRolesChanged)
  async copy(
    { accountid: accountId = '', data, traceparent }: Envelope<MemberRolesState>,
    manager: EntityManager,
  ): Promise<void> {
    const { memberId, roles, version, change } = data;
    const isNews = await copyLabels(manager, 'role', { accountId, memberId, version, labels: roles });
    if (isNews && change) await this.tell(manager, { accountId, memberId, roles, change }, traceparent);
  }

  /** Only people who can use the roles. */
  private async tell(
    manager: EntityManager,
    { accountId, memberId, roles, change }: Told,
    traceparent: string | undefined,
  ): Promise<void> {
    const member = await manager.findOneBy(MemberEntity, { accountId, id: memberId });
    if (member?.kind !== 'person' || member.status !== 'active') return;
    if (!(await this.mayTell(manager, { accountId, memberId }))) return;
    const { before, actor, seesActor, at, address, userAgent } = change;
    const { name: accountName } = await findAccount(manager, accountId);
    const { email: recipient, firstName } = member;
    const changedBy = await actorName(manager, { accountId, actor, readerId: memberId, isShown: seesActor });
    const [formerRoles, present] = [before, roles].map((each) => listed(each.map(({ name }) => name)));
    await this.mails.order(
      manager,
      {
        template: 'roles-changed',
        recipient,
        reader: { accountId, memberId },
        words: { firstName, accountName, changedBy, formerRoles: formerRoles ?? '', roles: present ?? '' },
      },
      {
        at,
        traceparent,
        by: actor,
        ...(address !== null && { client: { address, ...(userAgent !== null && { userAgent }) } }),
      },
    );
  }

  /** Counts one mail, unless this member has had as many within the hour as anybody gets of one kind (S43). */
  private async mayTell(
    manager: EntityManager,
    { accountId, memberId }: { accountId: string; memberId: string },
  ): Promise<boolean> {
    const [row]: { toldAt: Date[] }[] = await manager.query(
      'select told_at as "toldAt" from member_roles where account_id = $1 and member_id = $2',
      [accountId, memberId],
    );
    const now = Date.now();
    const recent = (row?.toldAt ?? []).filter((at) => at.getTime() > now - HOUR);
    if (recent.length >= this.config.MAILS_PER_HOUR) return false;
    await manager.query('update member_roles set told_at = $3 where account_id = $1 and member_id = $2', [
      accountId,
      memberId,
      [...recent, new Date(now)],
    ]);
    return true;
  }
}

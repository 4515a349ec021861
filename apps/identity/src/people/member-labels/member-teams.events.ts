import { Injectable } from '@nestjs/common';
import { memberTeamsChanged, type Envelope, type MemberTeamsState } from '@roster/contracts';
import { OnEvent } from '@roster/service-kit';
import type { EntityManager } from 'typeorm';
import { relabel } from './member-labels.js';

/** Keeps the copy of the members' teams. Events may come in any order: only a higher version counts. */
@Injectable()
export class MemberTeamsEvents {
  @OnEvent(memberTeamsChanged)
  async copy({ accountid: accountId = '', data }: Envelope<MemberTeamsState>, manager: EntityManager): Promise<void> {
    const { memberId, teams, version } = data;
    const newer: unknown[] = await manager.query(
      `insert into member_teams (account_id, member_id, teams, version) values ($1, $2, $3, $4)
       on conflict (account_id, member_id) do update set teams = excluded.teams, version = excluded.version
         where member_teams.version < excluded.version
       returning version`,
      [accountId, memberId, JSON.stringify(teams), version],
    );
    if (newer.length === 0) return;
    await relabel(manager, { accountId, memberId, kind: 'team', labelIds: teams.map(({ id }) => id) });
  }
}

import { Injectable } from '@nestjs/common';
import {
  type CallContext,
  type CheckedPromise,
  type InvitationAnswerer,
  type InvitationPage,
  type InvitationQuery,
  type ListedInvitation,
} from '@roster/contracts';
import { answerOf, Authorizer, Database, pageOf, signedIn } from '@roster/service-kit';
import { In } from 'typeorm';
import { AccessClient } from '../../neighbours/access.client.js';
import { MemberEntity } from '../../people/members/member.entity.js';
import { fullName } from '../../people/members/member.js';
import { InvitationEntity } from './invitation.entity.js';
import { invitationRows } from './invitation-rows.js';
import { toInvitation } from './invitation.js';
import { checkedPromises } from './invitation-promises.js';

/** How many open invitations one request looks through, where it asks for those that can or cannot be accepted. */
const MOST_CHECKED = 500;

/** Lists invitations, with who answers for those that are open. */
@Injectable()
export class InvitationList {
  constructor(
    private readonly access: AccessClient,
    private readonly authorizer: Authorizer,
    private readonly database: Database,
  ) {}

  /** The latest first. Access is asked about all that are looked through at once. */
  async list(query: InvitationQuery, call: CallContext): Promise<InvitationPage> {
    const { accountId } = signedIn(call);
    const { acceptable, memberId: memberIds } = query;
    const page = pageOf(query);
    const depth = acceptable === undefined ? page.limit : Math.max(page.limit, MOST_CHECKED);
    const { rows, open } = await this.database.inAccount(accountId, (manager) =>
      invitationRows(manager, {
        accountId,
        memberIds,
        after: page.after,
        isOpenOnly: acceptable !== undefined,
        take: depth + 1,
      }),
    );
    const looked = rows.slice(0, depth);
    const toCheck = looked.flatMap(({ id }) => open.get(id) ?? []);
    const promises = await checkedPromises({ access: this.access, database: this.database }, accountId, toCheck, call);
    const checked = new Map(toCheck.map(({ invitation }, at) => [invitation.id, promises[at]]));
    const show = await this.showing(accountId, promises, call);
    const shown = (row: InvitationEntity): ListedInvitation => listed(row, checked.get(row.id), show);
    if (acceptable === undefined) return answerOf(page, rows, shown);
    const fitting = looked.filter(({ id }) => (checked.get(id)?.reason === null) === acceptable);
    if (fitting.length > page.limit) return answerOf(page, fitting, shown);
    const { nextCursor } = answerOf({ ...page, limit: depth }, rows, ({ id }) => id);
    return { items: fitting.map(shown), nextCursor };
  }

  /** How those who answer for these promises are shown to the caller. */
  private async showing(
    accountId: string,
    promises: readonly CheckedPromise[],
    call: CallContext,
  ): Promise<(memberId: string) => InvitationAnswerer> {
    const ids = [...new Set(promises.map(({ granterId }) => granterId))];
    const members = await this.database.inAccount(accountId, (manager) =>
      manager.findBy(MemberEntity, { accountId, id: In(ids) }),
    );
    const seesKeys =
      members.some(({ kind }) => kind === 'service') && (await this.authorizer.allows(call, 'security:view'));
    return (memberId) => {
      const member = members.find(({ id }) => id === memberId);
      const isKey = member?.kind === 'service';
      const name = member && (!isKey || seesKeys) ? fullName(member) : '';
      return { kind: isKey ? 'key' : 'member', memberId, name: name || null };
    };
  }
}

const listed = (
  row: InvitationEntity,
  checked: CheckedPromise | undefined,
  show: (memberId: string) => InvitationAnswerer,
): ListedInvitation => ({
  ...toInvitation(row),
  answeredBy: checked ? show(checked.granterId) : null,
  acceptable: checked?.reason === null,
  reason: checked ? checked.reason : 'invitation.not-pending',
});

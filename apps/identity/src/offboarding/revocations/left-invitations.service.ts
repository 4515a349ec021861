import { Inject, Injectable } from '@nestjs/common';
import {
  permissionDenied,
  readableEmail,
  RosterError,
  type CallContext,
  type LeftInvitation,
  type LeftInvitations,
} from '@roster/contracts';
import { Authorizer, Database, LOGGER, signedIn, type Logger, type SignedIn } from '@roster/service-kit';
import { In, IsNull, LessThan, MoreThan, type EntityManager } from 'typeorm';
import { AccessClient } from '../../neighbours/access.client.js';
import { InvitationEntity } from '../../onboarding/invitations/invitation.entity.js';
import { checkedPromises, type Open } from '../../onboarding/invitations/invitation-promises.js';
import { MemberEntity } from '../../people/members/member.entity.js';
import { ApiKeyEntity } from '../../sessions/api-keys/api-key.entity.js';

/** As many invitations as access checks in one question. */
const MOST_ASKED = 500;
/** How many an answer names. */
const MOST_NAMED = 100;

/** Finds the open invitations that nobody can accept any more because somebody has left. */
@Injectable()
export class LeftInvitationsService {
  constructor(
    private readonly access: AccessClient,
    private readonly authorizer: Authorizer,
    private readonly database: Database,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Those that this member answered for, a person or a key, and the keys that they made. Hides no other failure. */
  async of(memberId: string, context: CallContext): Promise<LeftInvitations> {
    const call = signedIn(context);
    try {
      await this.authorizer.authorize(call, 'members:view');
      return { openInvitations: await this.find(memberId, call) };
    } catch (err) {
      const isDenied = err instanceof RosterError && err.is(permissionDenied);
      const { accountId, requestId } = call;
      if (!isDenied) this.logger.warn({ err, requestId, accountId, memberId }, 'Invitations left could not be told');
      return { openInvitations: null };
    }
  }

  private async find(memberId: string, call: SignedIn): Promise<LeftInvitation[]> {
    const { accountId } = call;
    const inAccount = <T>(work: (manager: EntityManager) => Promise<T>) => this.database.inAccount(accountId, work);
    const keys = await inAccount((manager) =>
      manager.findBy(ApiKeyEntity, { accountId, makerId: memberId, revokedAt: IsNull() }),
    );
    const answering = new Set([memberId, ...keys.map((key) => key.memberId)]);
    const found: LeftInvitation[] = [];
    for (let after: string | undefined; found.length < MOST_NAMED;) {
      const page = await inAccount((manager) => openAfter(manager, accountId, after));
      const asked = { access: this.access, database: this.database };
      const promises = await checkedPromises(asked, accountId, page, call);
      const left = page.filter((_, at) => answering.has(promises[at]?.granterId ?? ''));
      found.push(...left.map(shown));
      after = page.at(-1)?.invitation.id;
      if (page.length < MOST_ASKED) break;
    }
    return found.slice(0, MOST_NAMED);
  }
}

/** Open invitations with their members, the latest first. */
async function openAfter(manager: EntityManager, accountId: string, after: string | undefined): Promise<Open[]> {
  const invitations = await manager.find(InvitationEntity, {
    where: { accountId, state: 'pending', expiresAt: MoreThan(new Date()), ...(after && { id: LessThan(after) }) },
    order: { id: 'desc' },
    take: MOST_ASKED,
  });
  const ids = invitations.map(({ memberId }) => memberId);
  const members = await manager.findBy(MemberEntity, { accountId, id: In(ids) });
  const byId = new Map(members.map((member) => [member.id, member]));
  return invitations.flatMap((invitation) => {
    const member = byId.get(invitation.memberId);
    return member ? { invitation, member } : [];
  });
}

const shown = ({ invitation: { id, memberId, email, expiresAt } }: Open): LeftInvitation => ({
  id,
  memberId,
  email: readableEmail(email),
  expiresAt: expiresAt.toISOString(),
});

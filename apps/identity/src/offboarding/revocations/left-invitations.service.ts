import { Inject, Injectable } from '@nestjs/common';
import { readableEmail, type CallContext, type LeftInvitation, type LeftInvitations } from '@roster/contracts';
import { Authorizer, Database, LOGGER, signedIn, type Logger, type SignedIn } from '@roster/service-kit';
import { IsNull, type EntityManager } from 'typeorm';
import { AccessClient } from '../../neighbours/access.client.js';
import { invitationRows } from '../../onboarding/invitations/invitation-rows.js';
import { checkedPromises, type Open } from '../../onboarding/invitations/invitation-promises.js';
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

  /** The answer of what takes access away from a member, with the invitations that they leave. */
  async after<T extends object>(memberId: string, call: CallContext, work: Promise<T>): Promise<T & LeftInvitations> {
    const answer = await work;
    return { ...answer, ...(await this.of(memberId, call)) };
  }

  /** Those that this member answered for, a person or a key, and the keys that they made. Hides no other failure. */
  async of(memberId: string, context: CallContext): Promise<LeftInvitations> {
    const call = signedIn(context);
    try {
      const isShown = await this.authorizer.allows(call, 'members:view');
      return { openInvitations: isShown ? await this.find(memberId, call) : null };
    } catch (err) {
      const { accountId, requestId } = call;
      this.logger.warn({ err, requestId, accountId, memberId }, 'Invitations left could not be told');
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
      const { rows, open } = await inAccount((manager) =>
        invitationRows(manager, { accountId, after, isOpenOnly: true, take: MOST_ASKED }),
      );
      const page = [...open.values()];
      const asked = { access: this.access, database: this.database };
      const promises = await checkedPromises(asked, accountId, page, call);
      const left = page.filter((_, at) => answering.has(promises[at]?.granterId ?? ''));
      found.push(...left.map(shown));
      after = rows.at(-1)?.id;
      if (rows.length < MOST_ASKED) break;
    }
    return found.slice(0, MOST_NAMED);
  }
}

const shown = ({ invitation: { id, memberId, email, expiresAt } }: Open): LeftInvitation => ({
  id,
  memberId,
  email: readableEmail(email),
  expiresAt: expiresAt.toISOString(),
});

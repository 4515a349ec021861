import {
  mailRequested,
  memberInvited,
  revealToken,
  type Envelope,
  type MailRequested,
  type MemberInvited,
  type RevealedToken,
  type TokenReference,
} from '@roster/contracts';
import { pino, type Logger } from 'pino';
import { v7 as uuidv7 } from 'uuid';

import { entities, NotificationsModule } from '../../apps/notifications/src/notifications.module.js';
import { NotificationsConfig } from '../../apps/notifications/src/config.js';
import { migrations } from '../../apps/notifications/src/migrations/index.js';
import { answerChecks } from './decisions.js';
import { eventually } from './eventually.js';
import { envelopeOf, type Peer } from './peer.js';
import { ServiceWorld, type Replica } from './service.js';
import { ScriptedSmtp } from './smtp.js';
import { query } from './statements.js';

/**
 * Short waits, so that a test sees in a second what takes hours in production. The timeout of the mail server is the
 * production one: an attempt that a busy machine cuts short counts as one more, and tests count attempts.
 */
const SETTINGS = {
  MAIL_FROM: 'no-reply@roster.example',
  PRODUCT_NAME: 'Acme Mail',
  PUBLIC_URL: 'https://roster.example/',
  MAIL_ATTEMPTS: '3',
  MAIL_RETRY_AFTER_MS: '100',
  MAIL_RETRY_LIMIT_MS: '300',
};

/** Notifications with a mail server. Identity orders mails, and access allows everything. */
export class NotificationsWorld {
  /** Everything that the service has logged. */
  readonly log: string[] = [];
  readonly logger: Logger = pino({ level: 'trace' }, { write: (line: string) => void this.log.push(line) });

  private constructor(
    readonly service: ServiceWorld<NotificationsConfig>,
    readonly smtp: ScriptedSmtp,
    readonly identity: Peer,
    readonly gateway: Peer,
  ) {}

  static async create(): Promise<NotificationsWorld> {
    const service = await ServiceWorld.create(NotificationsModule, {
      context: 'notifications',
      config: NotificationsConfig,
      entities,
      migrations,
    });
    const [identity, gateway, access] = [
      await service.peer('identity'),
      await service.peer('gateway'),
      await service.peer('access'),
    ];
    answerChecks(access, () => ({ allowed: true, reason: 'role', scope: ['all'], version: 1 }));
    return new NotificationsWorld(service, await ScriptedSmtp.start(), identity, gateway);
  }

  start(settings: Record<string, string> = {}): Promise<Replica<NotificationsConfig>> {
    return this.service.start({ settings: { SMTP_URL: this.smtp.url, ...SETTINGS, ...settings }, logger: this.logger });
  }

  async close(): Promise<void> {
    await this.service.close();
    await this.smtp.close();
  }

  /** Identity's answers to the question for a token, unless told otherwise: one that can be told from its reference. */
  revealing(
    answer: (reference: TokenReference) => RevealedToken | undefined = ({ id }) => ({ token: tokenOf(id) }),
  ): () => void {
    return this.identity.answer(revealToken, answer);
  }

  /** Identity invites somebody. Resolves with the event, whose id the delivery has. */
  async invite(email: string, accountId = uuidv7(), accountName = 'Acme'): Promise<Envelope<MemberInvited>> {
    const memberId = uuidv7();
    const envelope = envelopeOf(memberInvited, accountId, memberId, {
      account: {
        id: accountId,
        name: accountName,
        preset: 'ortto',
        status: 'active',
        ownerMemberId: uuidv7(),
        revision: 1,
      },
      member: {
        id: memberId,
        userId: null,
        email,
        firstName: '',
        lastName: '',
        status: 'invited',
        roleIds: [],
        revision: 1,
      },
      invitation: { id: uuidv7(), generation: 1, expiresAt: '2026-11-25T14:30:00.000Z', invitedBy: 'Ada Lovelace' },
    });
    await this.identity.publish(memberInvited, envelope);
    return envelope;
  }

  /** Identity asks for a mail: of an account, or of a person alone. Resolves with the event. */
  async request(data: Partial<MailRequested>, accountId?: string): Promise<Envelope<MailRequested>> {
    const whole = { template: 'access-revoked', words: {}, link: null, expiresAt: null, sender: null } as const;
    const { accountid, ...envelope } = envelopeOf(mailRequested, accountId ?? '', accountId ?? 'person', {
      recipient: `${uuidv7()}@example.com`,
      ...whole,
      ...data,
    });
    const published = accountid ? { ...envelope, accountid } : envelope;
    await this.identity.publish(mailRequested, published);
    return published;
  }

  async row(id: string): Promise<Record<string, unknown> | undefined> {
    const sql = `select d.*, q.due_at, q.claim from deliveries d left join delivery_queue q on q.delivery_id = d.id where id = $1`;
    return (await this.sql(sql, [id]))[0];
  }

  becomes = (id: string, state: string): Promise<Record<string, unknown>> =>
    eventually(`the delivery to be ${state}`, async () => {
      const row = await this.row(id);
      return row?.['state'] === state ? row : undefined;
    });

  sql = (sql: string, parameters: unknown[] = []) => query(this.service.database.adminUrl, sql, parameters);

  /** Somebody who is signed in to the account. */
  as = (accountId: string) => ({
    accountId,
    actor: { kind: 'session', memberId: uuidv7(), userId: uuidv7(), sessionId: uuidv7() } as const,
  });
}

export const tokenOf = (id: string): string => `raw-${id}`;

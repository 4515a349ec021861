import { Inject, Injectable } from '@nestjs/common';
import { LOGGER, type Logger } from '@roster/service-kit';
import { NotificationsConfig } from '../config.js';
import { Mailer } from '../mail/mailer.js';

export interface Message {
  /** The same at every attempt. */
  readonly id: string;
  /** A telephone number in E.164. */
  readonly to: string;
  readonly text: string;
}

/** A provider of messages to telephones. `send` rejects with {@link SmsRefusal} if the provider refuses. */
export interface SmsProvider {
  send(message: Message): Promise<void>;
}

/** The provider has refused. `permanent`: it will not accept this message, however often it is sent. */
export class SmsRefusal extends Error {
  constructor(
    readonly permanent: boolean,
    message: string,
  ) {
    super(message);
  }
}

/** Sends through the provider that `SMS_URL` names. */
@Injectable()
export class Sms implements SmsProvider {
  private readonly provider: SmsProvider;

  constructor({ SMS_URL, SMTP_TIMEOUT_MS }: NotificationsConfig, mailer: Mailer, @Inject(LOGGER) logger: Logger) {
    if (SMS_URL === undefined) {
      logger.warn('SMS_URL is not set: messages to telephones will fail');
      this.provider = nobody;
      return;
    }
    const url = new URL(SMS_URL);
    this.provider = url.protocol === 'mailto:' ? mailed(mailer, url.pathname) : webhook(url, SMTP_TIMEOUT_MS);
  }

  send(message: Message): Promise<void> {
    return this.provider.send(message);
  }
}

const nobody: SmsProvider = {
  send: () => Promise.reject(new SmsRefusal(true, 'Messages to telephones (SMS) are not set up here')),
};

/**
 * Sends each message as a mail to `<number>@<domain>`, so that it shows up where mails are only caught for development.
 */
const mailed = (mailer: Mailer, domain: string): SmsProvider => ({
  send: ({ id, to, text }) =>
    mailer.send({ id, to: `${to}@${domain}`, subject: `Message to ${to}`, text: `${text}\n`, html: '' }),
});

/** Answers that ask for another attempt later. All other statuses from 400 to 499 are about the message itself. */
const RETRIABLE = new Set([408, 425, 429]);

/**
 * Sends each message as a `POST` of `{ id, to, text }` to the URL, whose user and password become HTTP's. The id is
 * also sent as the header `Idempotency-Key`, because the same message may come twice.
 */
const webhook = (url: URL, timeout: number): SmsProvider => ({
  async send(message) {
    const { username, password } = url;
    const target = new URL(url);
    target.username = target.password = '';
    const login = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString('base64');
    const answer = await fetch(target, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'idempotency-key': message.id,
        ...(username && { authorization: `Basic ${login}` }),
      },
      body: JSON.stringify(message),
      redirect: 'error',
      signal: AbortSignal.timeout(timeout),
    });
    await answer.body?.cancel();
    if (answer.ok) return;
    const permanent = answer.status >= 400 && answer.status < 500 && !RETRIABLE.has(answer.status);
    throw new SmsRefusal(permanent, `The provider of messages answered ${answer.status}`);
  },
});

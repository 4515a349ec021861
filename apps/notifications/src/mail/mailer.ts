import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { createTransport } from 'nodemailer';
import { NotificationsConfig } from '../config.js';
import type { RenderedMail } from '../templates/render.js';

export interface Mail extends RenderedMail {
  /** The same at every attempt, so that a mail that arrives twice can be seen to be one. */
  readonly id: string;
  readonly to: string;
}

/** Hands mails over to the mail server, each on a connection of its own. */
@Injectable()
export class Mailer implements OnModuleDestroy {
  private readonly transport;
  private readonly domain: string;

  constructor(private readonly config: NotificationsConfig) {
    const timeout = config.SMTP_TIMEOUT_MS;
    this.transport = createTransport({
      url: config.SMTP_URL,
      connectionTimeout: timeout,
      greetingTimeout: timeout,
      socketTimeout: timeout,
      dnsTimeout: timeout,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    this.domain = config.MAIL_FROM.replace(/^.*@|>$/g, '');
  }

  /** Resolves when the server has taken the mail. Within `SMTP_TIMEOUT_MS` it has, or this rejects. */
  async send({ id, to, subject, text, html }: Mail): Promise<void> {
    await this.transport.sendMail({
      from: this.config.MAIL_FROM,
      // As an object it is one address, whatever is in it.
      to: { name: '', address: to },
      subject,
      text,
      html,
      messageId: `<${id}@${this.domain}>`,
      headers: { 'Auto-Submitted': 'auto-generated' },
      // The other timeouts are about silence; this one is about servers that answer for ever, but slowly.
      signal: AbortSignal.timeout(this.config.SMTP_TIMEOUT_MS),
    });
  }

  /** Resolves if the server can be reached and takes our login. */
  async verify(): Promise<void> {
    await this.transport.verify();
  }

  onModuleDestroy(): void {
    this.transport.close();
  }
}

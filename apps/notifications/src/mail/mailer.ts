import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { Brand, type MailSender } from '@roster/contracts';
import { createTransport } from 'nodemailer';
import { NotificationsConfig } from '../config.js';
import type { Letterhead, RenderedMail } from '../templates/render.js';
import { headerWord } from '../templates/text.js';

export interface Mail extends RenderedMail {
  /** The same at every attempt, so that a mail that arrives twice can be recognised. */
  readonly id: string;
  readonly to: string;
  /** The person on whose behalf it is sent (NT-06). */
  readonly sender?: MailSender | null;
}

/** Hands mails to the mail server, each on its own connection. */
@Injectable()
export class Mailer implements OnModuleDestroy {
  private readonly transport;
  private readonly domain: string;
  readonly letterhead: Letterhead;

  constructor(
    private readonly config: NotificationsConfig,
    private readonly brand: Brand,
  ) {
    this.letterhead = { publicUrl: config.PUBLIC_URL, brand };
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

  /** Resolves when the server has accepted the mail. Rejects after `SMTP_TIMEOUT_MS` at the latest. */
  async send({ id, to, sender, subject, text, html }: Mail): Promise<void> {
    await this.transport.sendMail({
      from: this.from(sender),
      ...(sender && { replyTo: { name: '', address: sender.replyTo } }),
      // As an object it is one address, whatever the text contains.
      to: { name: '', address: to },
      subject,
      text,
      ...(html && { html }),
      messageId: `<${id}@${this.domain}>`,
      headers: { 'Auto-Submitted': 'auto-generated' },
      // The other timeouts limit silence. This one limits servers that keep answering, but slowly.
      signal: AbortSignal.timeout(this.config.SMTP_TIMEOUT_MS),
    });
  }

  /**
   * The address of MAIL_FROM, with its name, else the product's. A person's name comes before it, so that no mail of
   * theirs looks like one of the system itself.
   */
  private from(sender: MailSender | null | undefined): { name: string; address: string } {
    const [, own = '', address = ''] = /^(?:(.*)<)?([^<>]+)>?$/.exec(this.config.MAIL_FROM) ?? [];
    const system = own.replaceAll('"', '').trim() || this.brand.name;
    return { name: sender ? `${headerWord(sender.name)} via ${system}` : system, address };
  }

  /** Resolves if the server can be reached and accepts our login. */
  async verify(): Promise<void> {
    await this.transport.verify();
  }

  onModuleDestroy(): void {
    this.transport.close();
  }
}

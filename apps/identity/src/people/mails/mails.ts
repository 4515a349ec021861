import { Injectable } from '@nestjs/common';
import {
  mailRequested,
  type CallContext,
  type LinkedTemplate,
  type MailRequested,
  type MailTemplateName,
  type MailWords,
  type TokenReference,
} from '@roster/contracts';
import { Outbox } from '@roster/service-kit';
import type { EntityManager } from 'typeorm';
import { originOf, type Cause, type Reader } from './origin.js';
import { timeZoneOf } from './time-zone.store.js';

/** A template, its words, and its link if it has one: the types keep them together. */
type MailVariants = {
  readonly [Name in MailTemplateName]: {
    readonly template: Name;
    readonly words: MailWords[Name];
  } & (Name extends LinkedTemplate
    ? { readonly link: TokenReference; readonly expiresAt: Date }
    : { readonly link?: never; readonly expiresAt?: never });
};

type Order = MailVariants[MailTemplateName] & {
  /** An e-mail address; for `phone-code` a telephone number. */
  readonly recipient: string;
  /** Whose address it is. */
  readonly reader: Reader;
  /** The person on whose behalf it is sent. Left out when the system sends it. */
  readonly sender?: MailRequested['sender'];
};

/** Orders mails in the transaction of the change that they report, so that neither happens without the other. */
@Injectable()
export class Mails {
  constructor(private readonly outbox: Outbox) {}

  async order(
    manager: EntityManager,
    { template, recipient, reader, words, link, expiresAt, sender = null }: Order,
    { traceparent, ...cause }: Cause & Pick<CallContext, 'traceparent'> = {},
  ): Promise<void> {
    const accountId = 'accountId' in reader ? reader.accountId : undefined;
    const origin = originOf(reader, cause, await timeZoneOf(manager, reader));
    await this.outbox.record(manager, mailRequested, {
      ...(accountId && { accountId }),
      subject: link?.id ?? accountId ?? 'person',
      data: {
        template,
        recipient,
        words: { ...words },
        origin,
        link: link ?? null,
        expiresAt: expiresAt?.toISOString() ?? null,
        sender,
      },
      traceparent,
    });
  }
}

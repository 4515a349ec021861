import { ServiceConfig, Whole } from '@roster/service-kit';
import { Transform } from 'class-transformer';
import { IsOptional, IsUrl, Matches } from 'class-validator';

export class NotificationsConfig extends ServiceConfig {
  /** The mail server, with its login if it needs one. TLS is used if the server offers it; `smtps` requires it. */
  @IsUrl(
    { protocols: ['smtp', 'smtps'], require_tld: false, require_protocol: true },
    { message: 'must be a URL such as smtp://user:password@mail.example:587' },
  )
  SMTP_URL!: string;

  /** The sender of the mails: an address, or a name with an address. Without a name it is the product's. */
  @Matches(/^([^<>\r\n]*<[^<>@\s]+@[^<>@\s]+>|[^<>@\s]+@[^<>@\s]+)$/, {
    message: 'must be an address such as no-reply@example.com, or Acme <no-reply@example.com>',
  })
  MAIL_FROM!: string;

  /** The public URL of the gateway. Mailed links begin with it. */
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.replace(/\/+$/, '') : value))
  @IsUrl(
    { protocols: ['http', 'https'], require_tld: false, require_protocol: true },
    { message: 'must be a URL such as https://roster.example' },
  )
  PUBLIC_URL!: string;

  /**
   * The provider that sends messages to telephones: an http(s) URL that accepts them, or `mailto:<domain>`, which sends
   * each as a mail to `<number>@<domain>`. By default there is none, because a code in a mailbox would prove nothing
   * about a telephone.
   */
  @IsOptional()
  @Matches(/^(https?:\/\/\S+|mailto:[a-z0-9.-]+)$/, {
    message: 'must be a URL such as https://user:password@sms.example/messages, or mailto:sms.localhost',
  })
  SMS_URL?: string;

  /** Milliseconds that handing a mail to the server may take, from the connection to the server's final answer. */
  @Whole(100, 120_000)
  SMTP_TIMEOUT_MS = 15_000;

  /** The number of mails that one process sends at the same time. */
  @Whole(1, 100)
  MAIL_CONCURRENCY = 5;

  /** The number of attempts before a mail counts as failed. With the waits below, they last about four hours. */
  @Whole(1, 50)
  MAIL_ATTEMPTS = 9;

  /** Milliseconds until the second attempt. Each further wait is three times as long. */
  @Whole(1, 3_600_000)
  MAIL_RETRY_AFTER_MS = 5_000;

  /** The longest wait, in milliseconds. */
  @Whole(1, 86_400_000)
  MAIL_RETRY_LIMIT_MS = 7_200_000;
}

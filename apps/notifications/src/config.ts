import { ServiceConfig } from '@roster/service-kit';
import { Transform, Type } from 'class-transformer';
import { IsInt, IsOptional, IsUrl, Matches, Max, Min } from 'class-validator';

/** A whole number between the two. */
const Whole =
  (min: number, max: number): PropertyDecorator =>
  (target, key) => {
    Type(() => Number)(target, key);
    IsInt()(target, key);
    Min(min)(target, key);
    Max(max)(target, key);
  };

export class NotificationsConfig extends ServiceConfig {
  /** The mail server; with its login, where it wants one. TLS is used wherever the server offers it, `smtps` insists. */
  @IsUrl(
    { protocols: ['smtp', 'smtps'], require_tld: false, require_protocol: true },
    { message: 'must be a URL such as smtp://user:password@mail.example:587' },
  )
  SMTP_URL!: string;

  /** Who the mails are from: an address, or a name with an address. */
  @Matches(/^([^<>\r\n]*<[^<>@\s]+@[^<>@\s]+>|[^<>@\s]+@[^<>@\s]+)$/, {
    message: 'must be an address such as Roster <no-reply@roster.example>',
  })
  MAIL_FROM!: string;

  /** Where people reach the gateway: mailed links begin with it. */
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.replace(/\/+$/, '') : value))
  @IsUrl(
    { protocols: ['http', 'https'], require_tld: false, require_protocol: true },
    { message: 'must be a URL such as https://roster.example' },
  )
  PUBLIC_URL!: string;

  /**
   * Who brings messages to telephones: an http(s) URL that takes them, or `mailto:<domain>`, which sends each as a mail to
   * `<number>@<domain>`. Unless said nobody does: a code in some mailbox would prove nothing about a telephone.
   */
  @IsOptional()
  @Matches(/^(https?:\/\/\S+|mailto:[a-z0-9.-]+)$/, {
    message: 'must be a URL such as https://user:password@sms.example/messages, or mailto:sms.localhost',
  })
  SMS_URL?: string;

  /** Milliseconds that handing one mail over to the server may take, from connecting to the server's last word. */
  @Whole(100, 120_000)
  SMTP_TIMEOUT_MS = 15_000;

  /** Mails that one process hands over at the same time. */
  @Whole(1, 100)
  MAIL_CONCURRENCY = 5;

  /** How often a mail is tried before it counts as failed: with the waits below, for about four hours. */
  @Whole(1, 50)
  MAIL_ATTEMPTS = 9;

  /** Milliseconds until the second attempt; each further wait is three times as long. */
  @Whole(1, 3_600_000)
  MAIL_RETRY_AFTER_MS = 5_000;

  /** The longest wait, in milliseconds. */
  @Whole(1, 86_400_000)
  MAIL_RETRY_LIMIT_MS = 7_200_000;
}

import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { revealToken, RosterError, tokenInvalid } from '@roster/contracts';
import { LOGGER, Repeating, RpcClient, type Logger } from '@roster/service-kit';
import { NotificationsConfig } from '../config.js';
import type { DeliveryEntity } from '../deliveries/delivery.entity.js';
import { Mailer } from '../mail/mailer.js';
import { smtpFailure, type SmtpFailure } from '../mail/smtp-failure.js';
import type { ClaimedDelivery } from '../deliveries/delivery-queue.js';
import { Sms, SmsRefusal } from './sms.js';
import { isLetter, render, renderMessage } from '../templates/render.js';
import { Progress } from './progress.js';

/** Milliseconds between two checks of the queue while nothing is ordered. */
const LOOK_EVERY = 1_000;

/**
 * Sends what is due. No transaction is open while it talks to the mail server: the delivery is marked `sending` before
 * that, and settled after it. If the process dies in between, the mail may have gone out, and is sent once more when
 * the lease ends. None is lost (P10).
 */
@Injectable()
export class Sender implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly loop: Repeating;
  private readonly inHand = new Set<Promise<void>>();
  private stopping = false;

  constructor(
    private readonly config: NotificationsConfig,
    private readonly progress: Progress,
    private readonly mailer: Mailer,
    private readonly sms: Sms,
    private readonly rpc: RpcClient,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.loop = new Repeating({ name: 'sender', pause: LOOK_EVERY, logger, work: () => this.takeDue() });
    progress.onOrdered(() => this.loop.wake());
  }

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  /** Takes nothing new, and finishes what it is sending. */
  async onModuleDestroy(): Promise<void> {
    this.stopping = true;
    await this.loop.stop();
    await Promise.all(this.inHand);
  }

  private async takeDue(): Promise<void> {
    const free = this.config.MAIL_CONCURRENCY - this.inHand.size;
    if (free <= 0 || this.stopping) return;
    for (const claimed of await this.progress.claim(free)) {
      const work: Promise<void> = this.deliver(claimed)
        .catch((err: unknown) =>
          this.logger.warn({ err, ...claimed }, 'a delivery was interrupted; it will be due again'),
        )
        .finally(() => {
          this.inHand.delete(work);
          this.loop.wake();
        });
      this.inHand.add(work);
    }
  }

  private async deliver(claimed: ClaimedDelivery): Promise<void> {
    const delivery = await this.progress.load(claimed);
    if (!delivery) return;
    const token = await this.reveal(claimed, delivery);
    if (token === undefined) return;
    const send = this.prepare(delivery, token);
    if (!(await this.progress.begin(claimed))) return;
    try {
      await send();
    } catch (error) {
      const failure = failureOf(error, [token, encodeURIComponent(token)]);
      this.logger.warn({ ...claimed, ...failure, attempt: delivery.attempts + 1 }, 'a mail was not accepted');
      return this.progress.failed(claimed, failure);
    }
    await this.progress.sent(claimed);
  }

  private prepare({ id, recipient: to, content }: DeliveryEntity, token: string): () => Promise<void> {
    if (!isLetter(content)) {
      const text = renderMessage(content, token);
      return () => this.sms.send({ id, to, text });
    }
    const mail = { id, to, sender: content.sender ?? null, ...render(content, this.mailer.letterhead, token) };
    return () => this.mailer.send(mail);
  }

  /**
   * Fetches the token. Undefined if there is nothing to send, either now, because identity cannot be asked, or ever,
   * because identity says so.
   */
  private async reveal(claimed: ClaimedDelivery, { tokenReference }: DeliveryEntity): Promise<string | undefined> {
    if (!tokenReference) return '';
    try {
      return (await this.rpc.call(revealToken, tokenReference)).token;
    } catch (err) {
      if (err instanceof RosterError && err.is(tokenInvalid)) await this.progress.obsolete(claimed);
      else {
        this.logger.warn({ err, ...claimed }, 'identity could not be asked for a token; the mail waits');
        await this.progress.postponed(claimed);
      }
      return undefined;
    }
  }
}

const failureOf = (error: unknown, secrets: string[]): SmtpFailure =>
  error instanceof SmsRefusal ? { permanent: error.permanent, reason: error.message } : smtpFailure(error, secrets);

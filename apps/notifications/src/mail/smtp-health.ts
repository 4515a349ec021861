import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HealthRegistry } from '@roster/service-kit';
import { Mailer } from './mailer.js';
import { smtpFailure } from './smtp-failure.js';

const FRESH = 5_000;
const STALE = 30_000;

interface Probe {
  readonly at: number;
  readonly failure?: Error;
}

/**
 * Whether the mail server can be reached. Asking it takes longer than a health probe may, so the last answer counts.
 * One older than 5 s is renewed in the background. The probe waits only if there is no answer from the last 30 s.
 */
@Injectable()
export class SmtpHealth implements OnModuleInit {
  private last: Probe | undefined;
  private asking: Promise<Probe> | undefined;

  constructor(
    private readonly health: HealthRegistry,
    private readonly mailer: Mailer,
  ) {}

  onModuleInit(): void {
    this.health.register('smtp', () => this.probe());
  }

  async probe(): Promise<void> {
    const age = Date.now() - (this.last?.at ?? 0);
    const asking = age > FRESH ? (this.asking ??= this.ask()) : undefined;
    const finding = age > STALE ? await asking : this.last;
    if (finding?.failure) throw finding.failure;
  }

  /** Never rejects. */
  private async ask(): Promise<Probe> {
    const failure = await this.mailer.verify().then(
      () => undefined,
      (error: unknown) => new Error(smtpFailure(error, []).reason),
    );
    this.asking = undefined;
    this.last = { at: Date.now(), ...(failure ? { failure } : {}) };
    return this.last;
  }
}

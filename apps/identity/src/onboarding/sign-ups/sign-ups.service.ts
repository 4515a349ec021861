import { Injectable } from '@nestjs/common';
import { signUp, type CallContext, type SignedUp, type SignUp } from '@roster/contracts';
import { Database, Idempotency } from '@roster/service-kit';
import { SeatsClient } from '../../neighbours/billing/seats.client.js';
import { OneAtATime } from '../../core/calls/one-at-a-time.js';
import { Throttles } from '../../core/limits/throttles.js';
import { PasswordsService } from '../../credentials/passwords/passwords.service.js';
import { SignUpStore, verificationsTo } from './sign-up.store.js';

@Injectable()
export class SignUpsService {
  private readonly sameKey = new OneAtATime();

  constructor(
    private readonly database: Database,
    private readonly idempotency: Idempotency,
    private readonly signUps: SignUpStore,
    private readonly passwords: PasswordsService,
    private readonly seats: SeatsClient,
    private readonly throttles: Throttles,
  ) {}

  /** One answer, whoever has the address: whether it has a user is not looked up (S12). */
  signUp(input: SignUp, call: CallContext): Promise<SignedUp> {
    const { idempotencyKey } = call;
    return idempotencyKey ? this.sameKey.run(idempotencyKey, () => this.open(input, call)) : this.open(input, call);
  }

  private async open(input: SignUp, call: CallContext): Promise<SignedUp> {
    const email = this.signUps.checked(input);
    const first = await this.database.transaction((manager) => this.idempotency.find(manager, call, signUp, input));
    if (first) return first;
    await this.throttles.count('mail-to', verificationsTo(email));
    const passwordHash = await this.passwords.hash(input.owner.password, call);
    const opening = this.signUps.prepare(input, email, passwordHash);
    const { account, member } = opening;
    const { preset, planId } = input;
    const subscription = { accountId: account.id, preset, ownerMemberId: member.id, ...(planId && { planId }) };
    await this.seats.open(subscription, call).catch(async (error: unknown) => {
      await this.throttles.discount('mail-to', verificationsTo(email));
      throw error;
    });
    return this.database.transaction((manager) =>
      this.idempotency.run(manager, call, signUp, input, () => this.signUps.commit(manager, opening, call)),
    );
  }
}

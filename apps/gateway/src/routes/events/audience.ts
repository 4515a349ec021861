import { Injectable } from '@nestjs/common';
import type { Told } from '@roster/contracts';
import { Decisions } from '@roster/service-kit';

/** Who listens. */
export interface Reader {
  readonly accountId: string;
  readonly memberId: string;
}

/** Decides in this process who is told of an event, by what they may see at that moment. */
@Injectable()
export class Audience {
  constructor(private readonly decisions: Decisions) {}

  /**
   * Undefined where nobody can say now: then nothing is told. A decision about an event of access is made at its version
   * or a later one, so what an event takes away is not shown by that same event.
   */
  async includes({ accountId, memberId }: Reader, told: Told): Promise<boolean | undefined> {
    const { permission, version } = told;
    if (told.memberId === memberId) return true;
    if (typeof permission !== 'string') return permission.open === 'account';
    const { evaluator } = this.decisions;
    const account = evaluator.held(accountId, version);
    if (account) return account.check({ memberId, permission }, evaluator.clock());
    const question = { accountId, memberId, permission, ...(version !== undefined && { atLeast: version }) };
    const { allowed, reason } = await evaluator.check(question);
    return reason === 'stale' ? undefined : allowed;
  }
}

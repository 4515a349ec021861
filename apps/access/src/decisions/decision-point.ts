import { Injectable } from '@nestjs/common';
import type { CompiledAccount } from '@roster/permissions';
import { Snapshots } from '../snapshots/snapshots.js';

/** Where this service takes the accounts from that it decides about: the one door to the evaluator here. */
@Injectable()
export class DecisionPoint {
  constructor(private readonly snapshots: Snapshots) {}

  /**
   * The account at this version or a later one, ready for questions; undefined where there is none with this id.
   * Rejects with `check.stale` where that version does not come before the deadline (an instant in ms).
   */
  async account(accountId: string, atLeast?: number, deadline?: number): Promise<CompiledAccount | undefined> {
    return (await this.snapshots.atLeast(accountId, atLeast, deadline))?.compiled;
  }
}

import {
  evaluateCheck,
  evaluateChecks,
  internal,
  requestInvalid,
  RosterError,
  type CallContext,
  type Check,
  type CheckDecision,
  type CheckRequest,
  type RpcCaller,
} from '@roster/contracts';

/** The maximum number of checks in one message. A slow check must not hold up a thousand others. */
const MOST = 250;

interface Waiting {
  readonly request: CheckRequest;
  readonly context: Partial<CallContext> | undefined;
  resolve(decision: CheckDecision): void;
  reject(error: unknown): void;
}

/**
 * Collects checks that are asked in the same turn of the event loop and want the same state, and sends them in one
 * message. `dataloader` is not used: it answers a batch as a whole, so an account that is slow to answer would make all
 * others wait.
 */
export class CoalescedChecks {
  private turn: Map<string, Waiting[]> | undefined;

  constructor(private readonly rpc: RpcCaller) {}

  ask(request: CheckRequest, context?: Partial<CallContext>): Promise<CheckDecision> {
    return new Promise((resolve, reject) => {
      const turn = (this.turn ??= this.begin());
      const key = `${request.accountId} ${request.atLeast ?? ''}`;
      const batch = turn.get(key);
      const waiting = { request, context, resolve, reject };
      if (batch) batch.push(waiting);
      else turn.set(key, [waiting]);
    });
  }

  private begin(): Map<string, Waiting[]> {
    const turn = new Map<string, Waiting[]>();
    setImmediate(() => {
      this.turn = undefined;
      for (const batch of turn.values()) {
        for (let start = 0; start < batch.length; start += MOST) void this.send(batch.slice(start, start + MOST));
      }
    });
    return turn;
  }

  private async send(batch: readonly Waiting[]): Promise<void> {
    const [first] = batch;
    if (!first) return;
    if (batch.length === 1) return this.sendAlone(first);
    const { accountId, atLeast } = first.request;
    const checks = batch.map(({ request }) => withoutAccount(request));
    try {
      const { results } = await this.rpc.call(evaluateChecks, {
        accountId,
        checks,
        ...(atLeast !== undefined && { atLeast }),
      });
      batch.forEach(({ resolve, reject }, index) => {
        const result = results[index];
        if (result) resolve(result);
        else reject(new RosterError(internal, 'Not every check of a batch was answered'));
      });
    } catch (error) {
      // One check that cannot be read, or a batch that is too large, must not fail the others. They are sent on their
      // own.
      if (error instanceof RosterError && error.is(requestInvalid)) {
        await Promise.all(batch.map((waiting) => this.sendAlone(waiting)));
      } else for (const { reject } of batch) reject(error);
    }
  }

  private async sendAlone({ request, context, resolve, reject }: Waiting): Promise<void> {
    try {
      resolve(await this.rpc.call(evaluateCheck, request, context));
    } catch (error) {
      reject(error);
    }
  }
}

function withoutAccount({ memberId, permission, projectId, record, actionProperties }: CheckRequest): Check {
  return {
    memberId,
    permission,
    ...(projectId !== undefined && { projectId }),
    ...(record && { record }),
    ...(actionProperties && { actionProperties }),
  };
}

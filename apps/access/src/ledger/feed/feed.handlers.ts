import { Controller } from '@nestjs/common';
import { getSnapshot, SnapshotQuery, type CallContext, type SnapshotPage } from '@roster/contracts';
import { Call, Handle, Input } from '@roster/service-kit';
import { DecisionPoint } from './decision-point.js';
import { Snapshots } from '../../account/snapshots/snapshots.js';
import { AccountSource } from './account-source.js';
import { pageOf } from './pages.js';

/** Sends accounts to the services that decide for themselves. */
@Controller()
export class FeedHandlers {
  constructor(
    private readonly source: AccountSource,
    private readonly snapshots: Snapshots,
    private readonly decisions: DecisionPoint,
  ) {}

  @Handle(getSnapshot)
  async get(@Input() query: SnapshotQuery, @Call() { deadline }: CallContext): Promise<SnapshotPage> {
    const { accountId, since, after, atLeast } = query;
    // Once the evaluator has the version, the database has it too.
    if (atLeast !== undefined) await this.decisions.account(accountId, atLeast, deadline);
    if (after !== undefined) return this.nextPage(accountId, after);
    const loaded = await this.source.load(accountId, since);
    if (!loaded) return { found: false };
    const { state, ...head } = loaded;
    if (state.kind === 'deltas')
      return { found: true, ...head, deltas: [...state.deltas], seals: [...(state.seals ?? [])] };
    return { found: true, ...head, ...pageOf(state.policy), ...(state.hash !== undefined && { hash: state.hash }) };
  }

  private async nextPage(accountId: string, after: string): Promise<SnapshotPage> {
    const account = await this.snapshots.current(accountId);
    if (!account) return { found: false };
    const { policy, preset, catalogue } = account;
    const head = { preset: preset.name, catalogueHash: catalogue.hash, version: policy.version };
    return { found: true, ...head, ...pageOf(policy, after) };
  }
}

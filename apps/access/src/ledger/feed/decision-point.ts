import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { AccessKeys, followAccess, RosterEvaluator, type Link } from '@roster/client';
import type { PresetSet } from '@roster/contracts';
import type { AccountDelta, CompiledAccount } from '@roster/permissions';
import { Bus, PRESETS } from '@roster/service-kit';
import { AccessConfig } from '../../account/config.js';
import { AccountSource } from './account-source.js';
import type { AccountSnapshot } from '../../account/snapshots/account-snapshot.js';

/**
 * The evaluator of this service. It is the same one that other services use, but it reads accounts from the database.
 * It learns of changes as the others do, by events.
 */
@Injectable()
export class DecisionPoint implements OnApplicationBootstrap, OnModuleDestroy {
  readonly evaluator: RosterEvaluator;
  private stop: () => void = () => undefined;

  constructor(
    private readonly bus: Bus,
    private readonly keys: AccessKeys,
    source: AccountSource,
    @Inject(PRESETS) presets: PresetSet,
    config: AccessConfig,
  ) {
    this.evaluator = new RosterEvaluator({
      source,
      presets,
      maxMembers: config.SNAPSHOT_CACHE_MEMBERS,
      logger: bus.logger,
    });
  }

  /**
   * The account at this version or a later one, ready for questions; undefined where there is none with this id.
   * Rejects with `check.stale` where that version does not come before the deadline (an instant in ms).
   */
  async account(accountId: string, atLeast?: number, deadline?: number): Promise<CompiledAccount | undefined> {
    const held = this.evaluator.held(accountId, atLeast);
    if (held) return held;
    return this.evaluator.account(accountId, {
      ...(atLeast !== undefined && { atLeast }),
      ...(deadline !== undefined && { deadline }),
    });
  }

  /** Applies a change that committed in this process, so that later questions to this process see it. */
  follow({ preset, catalogue }: AccountSnapshot, delta: AccountDelta, link: Link): void {
    const { accountId, from, version } = delta;
    const change = { preset: preset.name, catalogueHash: catalogue.hash, from, version, delta };
    this.evaluator.changed(accountId, change, link);
  }

  async onApplicationBootstrap(): Promise<void> {
    this.stop = await followAccess(this.bus, this.keys, this.evaluator);
  }

  onModuleDestroy(): void {
    this.stop();
  }
}

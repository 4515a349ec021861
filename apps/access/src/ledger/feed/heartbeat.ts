import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { AccessSigner, sayBeat } from '@roster/client';
import type { Heartbeat as Beat, PresetSet } from '@roster/contracts';
import { Bus, Database, PRESETS, Repeating } from '@roster/service-kit';
import { RecentChanges, type RecentVersion } from './recent-changes.js';

/** Milliseconds: the time between two beats, and how long a changed account is named. */
const PAUSE = 250;
const WINDOW = 5_000;
/** The maximum number of accounts in a beat: a quarter of what fits into one message. */
const MOST = 5_000;

/** Longer than any transaction takes, and shorter than the policy shows. */
const RECENT = `select id, version::float8 as version from accounts where changed_at > now() - interval '55 seconds'`;

/**
 * Announces several times a second which accounts have changed, according to the database. A service that receives
 * every beat knows that it has missed no change; one that misses beats knows that it may have missed some.
 */
@Injectable()
export class Heartbeat implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly changes = new RecentChanges(WINDOW, MOST);
  private readonly repeating: Repeating;

  constructor(
    private readonly database: Database,
    private readonly bus: Bus,
    @Inject(PRESETS) private readonly presets: PresetSet,
    private readonly signer: AccessSigner,
  ) {
    this.repeating = new Repeating({
      name: 'heartbeat',
      pause: PAUSE,
      logger: bus.logger,
      work: () => this.beat(),
    });
  }

  onApplicationBootstrap(): void {
    this.repeating.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.repeating.stop();
  }

  private async beat(): Promise<void> {
    // Never queue a beat for the reconnect: it would be out of date.
    if (!this.bus.connected) return;
    const at = Date.now();
    const began = performance.now();
    const rows = await this.look();
    const recent = this.changes.take(rows, { began, ended: performance.now() });
    const beat: Beat = { at, presets: this.presets.hash, ...recent };
    if (this.bus.connected) sayBeat(this.bus.connection, beat, this.signer);
  }

  private look(): Promise<RecentVersion[]> {
    return this.database.transaction(async (manager) => {
      await manager.query(`select set_config('roster.due', 'on', true)`);
      return manager.query(RECENT);
    });
  }
}

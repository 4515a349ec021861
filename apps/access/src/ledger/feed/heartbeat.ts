import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { AccessSigner, sayBeat } from '@roster/client';
import type { Heartbeat as Beat, PresetSet } from '@roster/contracts';
import { Bus, Database, PRESETS, Repeating } from '@roster/service-kit';
import { RecentChanges, type RecentVersion } from './recent-changes.js';

/** Milliseconds: between two beats, and for how long each of them names an account that has changed. */
const PAUSE = 250;
const WINDOW = 5_000;
/** Accounts in a beat at the most: a quarter of what the bus takes in one message. */
const MOST = 5_000;

/** Longer than any transaction takes, and shorter than the policy shows. */
const RECENT = `select id, version::float8 as version from accounts where changed_at > now() - interval '55 seconds'`;

/**
 * Tells everyone several times a second which accounts have changed, as the database has them: whoever hears it knows
 * that he has missed nothing, and whoever does not hear it knows that he may have.
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
    // Never kept for the reconnect: what was true then says nothing now.
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

import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { PATIENCE, type PresetSet } from '@roster/contracts';
import { Bus, PRESETS } from '@roster/service-kit';
import { AccessConfig } from '../../account/config.js';

/** What the thread needs of this process. */
export interface HeartbeatSettings {
  readonly servers: string;
  readonly nkeySeed: string | undefined;
  readonly databaseUrl: string;
  /** The hash of the presets. */
  readonly presets: string;
  readonly signingKey: string;
  readonly patience: number;
}

/** A line for the log of this process. */
export interface ThreadMessage {
  readonly level: 'debug' | 'info' | 'warn' | 'error' | 'fatal';
  readonly text: string;
  readonly error?: string;
}

/** Milliseconds: the pause before a thread that died is started again, and how long it may take to stop. */
const RESTART_AFTER = 1_000;
const STOP_WITHIN = 2_000;

/**
 * Announces several times a second which accounts have changed, according to the database. A service that receives
 * every beat knows that it has missed no change; one that misses beats knows that it may have missed some.
 *
 * The beats come from a thread with connections of its own. A long computation of one account would otherwise stop the
 * beats, and with them the decisions about all other accounts, in every service.
 */
@Injectable()
export class Heartbeat implements OnApplicationBootstrap, OnModuleDestroy {
  private thread: Worker | undefined;
  private stopped = false;
  private readonly settings: HeartbeatSettings;

  constructor(
    private readonly bus: Bus,
    @Inject(PRESETS) presets: PresetSet,
    config: AccessConfig,
  ) {
    this.settings = {
      servers: config.NATS_URL,
      nkeySeed: config.NATS_NKEY_SEED,
      databaseUrl: config.DATABASE_URL,
      presets: presets.hash,
      signingKey: config.ACCESS_SIGNING_KEY,
      patience: PATIENCE,
    };
  }

  onApplicationBootstrap(): void {
    this.start();
  }

  async onModuleDestroy(): Promise<void> {
    this.stopped = true;
    const { thread } = this;
    if (!thread) return;
    const ended = once(thread, 'exit');
    thread.postMessage('stop');
    await Promise.race([ended, delay(STOP_WITHIN, undefined, { ref: false })]);
    await thread.terminate();
  }

  private start(): void {
    const thread = new Worker(new URL(import.meta.resolve('./heartbeat.thread.js')), { workerData: this.settings });
    thread.on('message', ({ level, text, error }: ThreadMessage) =>
      this.bus.logger[level]({ loop: 'heartbeat', ...(error !== undefined && { reason: error }) }, text),
    );
    thread.on('error', (err) => this.bus.logger.error({ err, loop: 'heartbeat' }, 'The thread of the beats failed'));
    thread.once('exit', () => {
      this.thread = undefined;
      if (!this.stopped) setTimeout(() => this.stopped || this.start(), RESTART_AFTER).unref();
    });
    this.thread = thread;
  }
}

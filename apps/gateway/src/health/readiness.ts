import { Injectable } from '@nestjs/common';
import { checkHealth, CONTEXTS, type Context, type ServiceHealth } from '@roster/contracts';
import { Bus, RpcClient } from '@roster/service-kit';
import { Draining } from '../http/server/draining.js';

/** A part of the system as outsiders may see it: which of its checks pass, and no details. */
export interface PartHealth {
  name: string;
  ok: boolean;
  checks: { name: string; ok: boolean }[];
  deadLetters?: number;
}

export interface Readiness {
  ok: boolean;
  draining: boolean;
  /** Whether all services have loaded the same presets; only where they were asked. */
  presets?: { ok: boolean };
  /** Events that services gave up on, in all. */
  deadLetters?: number;
  parts: PartHealth[];
}

/** Tells whether everything is there that requests need. */
@Injectable()
export class ReadinessService {
  private asking: Promise<Readiness> | undefined;

  constructor(
    private readonly rpc: RpcClient,
    private readonly bus: Bus,
    private readonly draining: Draining,
  ) {}

  /** This process and its bus. */
  own(): Readiness {
    const gateway = { name: 'gateway', ok: this.bus.connected, checks: [{ name: 'bus', ok: this.bus.connected }] };
    return { ok: gateway.ok && !this.draining.on, draining: this.draining.on, parts: [gateway] };
  }

  /** The whole system, within a second. Requests at the same time share the answer. */
  system(): Promise<Readiness> {
    this.asking ??= this.askAll().finally(() => {
      this.asking = undefined;
    });
    return this.asking;
  }

  private async askAll(): Promise<Readiness> {
    const answers = await Promise.all(CONTEXTS.map((context) => this.ask(context)));
    const own = this.own();
    const parts = [...own.parts, ...answers.map(({ part }) => part)];
    const hashes = new Set(answers.flatMap(({ health }) => (health ? [health.presets] : [])));
    const presets = { ok: hashes.size === 1 };
    return {
      ...own,
      ok: own.ok && presets.ok && parts.every(({ ok }) => ok),
      presets,
      deadLetters: parts.reduce((sum, { deadLetters = 0 }) => sum + deadLetters, 0),
      parts,
    };
  }

  private async ask(context: Context): Promise<{ part: PartHealth; health?: ServiceHealth }> {
    try {
      const health = await this.rpc.call(checkHealth[context], {});
      const checks = health.checks.map(({ name, ok }) => ({ name, ok }));
      return { part: { name: context, ok: health.ok, checks, deadLetters: health.deadLetters }, health };
    } catch {
      return { part: { name: context, ok: false, checks: [{ name: 'answers', ok: false }] } };
    }
  }
}

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Module } from '@nestjs/common';
import {
  billingMailRequested,
  createQuote,
  getSeats,
  giveConsent,
  loadPresets,
  openSubscription,
  reserveSeats,
  type Preset,
  type QuoteRequest,
  type SeatPool,
} from '@roster/contracts';
import { v7 as uuidv7 } from 'uuid';
import { billing, entities } from '../../apps/billing/src/billing.module.js';
import { BillingConfig } from '../../apps/billing/src/config.js';
import { migrations } from '../../apps/billing/src/migrations/index.js';
import { answerChecks } from '../harness/decisions.js';
import { MovedClock } from '../harness/moved-clock.js';
import type { Peer } from '../harness/peer.js';
import { ServiceWorld } from '../harness/service.js';
import { query } from '../harness/statements.js';
import { presetOf } from '../presets/presets.js';

const plan = (id: string, price: number, included: object, interval: 'month' | 'year' = 'month') => {
  const sold = { price, currency: 'USD', interval, included, features: [] };
  return { id, name: id, ...sold };
};

/** Users by the month, agents by the year, and desks of which none can be bought. */
const billed = (): Preset =>
  ({
    ...presetOf(loadPresets(''), 'ontraport'),
    name: 'billed',
    seatPools: {
      users: { label: 'Users', overage: 'consent', unitPrice: 4700, currency: 'USD', interval: 'month' },
      agents: { label: 'Agents', overage: 'consent', unitPrice: 12000, currency: 'USD', interval: 'year' },
      desks: { label: 'Desks', overage: 'block' },
    },
    plans: [
      plan('free', 0, { users: 1, desks: 2 }),
      plan('bare', 1900, { users: 1 }),
      plan('basic', 2900, { users: 1, desks: 2 }),
      plan('plus', 9900, { users: 2, desks: 2 }),
      plan('pro', 14900, { users: 3, agents: 1, desks: 4 }),
      plan('year', 99000, { users: 2, desks: 2 }, 'year'),
    ],
    defaultPlan: 'basic',
  }) as unknown as Preset;

/** Billing with a clock that a test moves, and a product that sells by the month and by the year. */
export class BillingWorld {
  private constructor(
    readonly clock: MovedClock,
    readonly world: ServiceWorld<BillingConfig>,
    readonly identity: Peer,
    readonly gateway: Peer,
    private readonly presets: string,
  ) {}

  static async create(replicas = 1, settings: Record<string, string> = {}): Promise<BillingWorld> {
    const clock = new MovedClock();
    @Module(billing(clock))
    class MovedBilling {}
    const presets = await mkdtemp(join(tmpdir(), 'billing-presets-'));
    await writeFile(join(presets, 'billed.json'), JSON.stringify(billed()));
    const options = { context: 'billing', config: BillingConfig, entities, migrations } as const;
    const own = { ...options, entities: [...entities], migrations: [...migrations] };
    const world = await ServiceWorld.create(MovedBilling, own);
    for (let replica = 0; replica < replicas; replica += 1) {
      await world.start({ settings: { ROSTER_PRESETS_DIR: presets, ...settings } });
    }
    const [identity, gateway] = [await world.peer('identity'), await world.peer('gateway')];
    answerChecks(await world.peer('access'), () => ({ allowed: true, reason: 'role', scope: ['all'], version: 1 }));
    return new BillingWorld(clock, world, identity, gateway, presets);
  }

  async close(): Promise<void> {
    await this.world.close();
    await rm(this.presets, { recursive: true, force: true });
  }

  /** An account that begins at this moment. */
  async open(at: string, planId = 'basic'): Promise<BilledAccount> {
    this.clock.set(at);
    const [accountId, owner] = [uuidv7(), uuidv7()];
    await this.identity.call(openSubscription, { accountId, preset: 'billed', planId, ownerMemberId: owner });
    return new BilledAccount(this, accountId, owner);
  }

  sql(text: string, values: unknown[]) {
    return query(this.world.database.adminUrl, text, values);
  }
}

export class BilledAccount {
  constructor(
    private readonly world: BillingWorld,
    readonly id: string,
    readonly owner: string,
  ) {}

  /** The owner, who has just proved who they are. */
  get call() {
    const actor = { kind: 'session', memberId: this.owner, userId: uuidv7(), sessionId: uuidv7() } as const;
    return { accountId: this.id, actor: { ...actor, authenticatedAt: new Date().toISOString() } };
  }

  /** What it costs, agreed to. */
  async agreed(request: QuoteRequest): Promise<string> {
    const quote = await this.world.gateway.call(createQuote, request, this.call);
    return (await this.world.gateway.call(giveConsent, { quoteId: quote.id }, this.call)).id;
  }

  /** Takes so many seats, and buys those that are missing. */
  async take(pool: string, count: number): Promise<string[]> {
    const keys = Array.from({ length: count }, () => uuidv7());
    const free = (await this.pool(pool)).available;
    const consentId = count > free && (await this.agreed({ seats: { [pool]: count } }));
    const claim = { accountId: this.id, seats: [{ pool, keys }], ...(consentId && { consentId }) };
    await this.world.identity.call(reserveSeats, claim, this.call);
    return keys;
  }

  async pool(name: string): Promise<SeatPool> {
    const { pools } = await this.world.gateway.call(getSeats, {}, this.call);
    const pool = pools.find((each) => each.pool === name);
    if (!pool) throw new Error(`There is no pool ${name}`);
    return pool;
  }

  /** What stands on its lines: `Users: 1 more 2026-01-10 2026-02-10 47.00`. */
  async lines(): Promise<string[]> {
    const rows = await this.world.sql(
      `select concat_ws(' ', description, from_day, to_day, amount) as line from invoice_lines where account_id = $1
       order by id`,
      [this.id],
    );
    return rows.map(({ line }) => String(line));
  }

  /** What the mails to the billing contact say. */
  async mails(template: string): Promise<Record<string, string>[]> {
    const rows = await this.world.sql(
      `select envelope -> 'data' -> 'words' as words from outbox
       where subject = $1 and envelope ->> 'accountid' = $2 and envelope -> 'data' ->> 'template' = $3 order by id`,
      [billingMailRequested.subject, this.id, template],
    );
    return rows.map(({ words }) => words as Record<string, string>);
  }
}

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Inject, Module } from '@nestjs/common';
import {
  billingMailRequested,
  createQuote,
  getSeats,
  giveConsent,
  loadPresets,
  memberActivated,
  memberDeleted,
  openSubscription,
  reserveSeats,
  type EventContract,
  type MemberChange,
  type MemberState,
  type Preset,
  type QuoteRequest,
  type SeatPool,
} from '@roster/contracts';
import { v7 as uuidv7 } from 'uuid';
import { billing, entities } from '../../apps/billing/src/billing.module.js';
import { BillingConfig } from '../../apps/billing/src/config.js';
import { migrations } from '../../apps/billing/src/migrations/index.js';
import { RenewalsService } from '../../apps/billing/src/periods/renewals.service.js';
import { answerChecks } from '../harness/decisions.js';
import { MovedClock } from '../harness/moved-clock.js';
import { eventually } from '../harness/eventually.js';
import { envelopeOf, type Peer } from '../harness/peer.js';
import { ServiceWorld } from '../harness/service.js';
import { query } from '../harness/statements.js';
import { presetOf } from '../presets/presets.js';

type Included = Record<string, number>;
const plan = (id: string, price: number, included: Included, interval: 'month' | 'year' = 'month') => {
  const sold = { price, currency: 'USD', interval, included, features: [] };
  return { id, name: id, ...sold };
};

export const BILLED_PLANS = [
  plan('free', 0, { users: 1, desks: 2 }),
  plan('bare', 1900, { users: 1 }),
  plan('basic', 2900, { users: 1, desks: 2 }),
  plan('plus', 9900, { users: 2, desks: 2 }),
  plan('pro', 14900, { users: 3, agents: 1, desks: 4 }),
  plan('year', 99000, { users: 2, desks: 2 }, 'year'),
];

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
    plans: BILLED_PLANS,
    defaultPlan: 'basic',
  }) as unknown as Preset;

/** Billing with a clock that a test moves, and a product that sells by the month and by the year. */
export class BillingWorld {
  readonly identity: Peer;
  readonly gateway: Peer;

  private constructor(
    readonly clock: MovedClock,
    readonly world: ServiceWorld<BillingConfig>,
    peers: { readonly identity: Peer; readonly gateway: Peer },
    private readonly own: { readonly renewals: readonly RenewalsService[]; readonly presets: string },
  ) {
    this.identity = peers.identity;
    this.gateway = peers.gateway;
  }

  static async create(replicas = 1, settings: Record<string, string> = {}): Promise<BillingWorld> {
    const clock = new MovedClock();
    const renewals: RenewalsService[] = [];
    @Module(billing(clock))
    class MovedBilling {
      constructor(@Inject(RenewalsService) own: RenewalsService) {
        renewals.push(own);
      }
    }
    const presets = await mkdtemp(join(tmpdir(), 'billing-presets-'));
    await writeFile(join(presets, 'billed.json'), JSON.stringify(billed()));
    const options = { context: 'billing', config: BillingConfig, entities, migrations } as const;
    const own = { ...options, entities: [...entities], migrations: [...migrations] };
    const world = await ServiceWorld.create(MovedBilling, own);
    for (let replica = 0; replica < replicas; replica += 1) {
      await world.start({ settings: { ROSTER_PRESETS_DIR: presets, RENEWAL_EVERY_SECONDS: '86400', ...settings } });
    }
    const [identity, gateway] = [await world.peer('identity'), await world.peer('gateway')];
    answerChecks(await world.peer('access'), () => ({ allowed: true, reason: 'role', scope: ['all'], version: 1 }));
    return new BillingWorld(clock, world, { identity, gateway }, { renewals, presets });
  }

  async close(): Promise<void> {
    await this.world.close();
    await rm(this.own.presets, { recursive: true, force: true });
  }

  /** An account that begins at this moment. */
  async open(at: string, planId = 'basic'): Promise<BilledAccount> {
    this.clock.set(at);
    const [accountId, owner] = [uuidv7(), uuidv7()];
    await this.identity.call(openSubscription, { accountId, preset: 'billed', planId, ownerMemberId: owner });
    return new BilledAccount(this, accountId, owner);
  }

  /** The same, whose owner has verified their address: its first month is charged. */
  async begin(at: string, planId = 'basic'): Promise<BilledAccount> {
    const account = await this.open(at, planId);
    await account.tell(memberActivated, account.owner, 'active');
    await eventually('the first month to begin', async () => {
      const [row] = await this.sql('select next_day from subscriptions where account_id = $1', [account.id]);
      return row?.['next_day'] ?? undefined;
    });
    return account;
  }

  /** At this moment all replicas look for what is due. */
  async renew(at: string): Promise<void> {
    this.clock.set(at);
    await Promise.all(this.own.renewals.map((each) => each.renewAll()));
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
    const free = (await this.pool(pool)).available;
    return this.claim(pool, count, count > free ? await this.agreed({ seats: { [pool]: count } }) : undefined);
  }

  /** The same, by a consent that was given before. */
  async claim(pool: string, count: number, consentId?: string): Promise<string[]> {
    const keys = Array.from({ length: count }, () => uuidv7());
    const claim = { accountId: this.id, seats: [{ pool, keys }], ...(consentId && { consentId }) };
    await this.world.identity.call(reserveSeats, claim, this.call);
    return keys;
  }

  /** Identity says what has become of a member. */
  async tell(event: EventContract<MemberChange>, memberId: string, status: MemberState['status']): Promise<void> {
    const account = {
      id: this.id,
      name: 'A',
      preset: 'billed',
      status: 'active',
      ownerMemberId: this.owner,
      revision: 1,
    };
    const person = { userId: null, email: '', firstName: '', lastName: '', roleIds: [], revision: 2 };
    const data = { account, member: { ...person, id: memberId, status } } as MemberChange;
    await this.world.identity.publish(event, envelopeOf(event, this.id, memberId, data));
  }

  /** The seat of somebody who is gone. */
  async leave(pool: string, key: string): Promise<void> {
    const { used, reserved } = await this.pool(pool);
    await this.tell(memberDeleted, key, 'deleted');
    await eventually('the seat to be free', async () => {
      const now = await this.pool(pool);
      return now.used + now.reserved < used + reserved || undefined;
    });
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

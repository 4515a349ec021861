import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  checkSeats,
  accountNotFound,
  getSeats,
  getSubscription,
  memberDeleted,
  memberEdited,
  memberRevoked,
  openSubscription,
  permissionDenied,
  planUnknown,
  releaseSeats,
  requestInvalid,
  seatConsentRequired,
  seatLimitReached,
  seatReleased,
  sessionRequired,
  useSeats,
  type MemberChange,
  type MemberState,
} from '@roster/contracts';
import { v7 as uuidv7 } from 'uuid';
import { answerChecks } from '../../../../test/harness/decisions.js';
import { eventually } from '../../../../test/harness/eventually.js';
import { query } from '../../../../test/harness/statements.js';
import { compete } from '../../../../test/harness/once-of-many.js';
import { envelopeOf, type Peer } from '../../../../test/harness/peer.js';
import { reserve, use } from '../../../../test/harness/seats.js';
import { RIVALS } from '../../../../test/harness/scale.js';
import { ServiceWorld } from '../../../../test/harness/service.js';
import { BillingModule, entities } from '../billing.module.js';
import { BillingConfig } from '../config.js';
import { migrations } from '../migrations/index.js';

const users = 'users';

/** A member's event: full state, of which billing needs two ids. */
const change = (accountId: string, memberId: string): MemberChange => ({
  account: { id: accountId, name: 'Acme', preset: 'ortto', status: 'active', ownerMemberId: uuidv7(), revision: 1 },
  member: {
    id: memberId,
    userId: null,
    email: 'a@example.com',
    firstName: 'A',
    lastName: 'B',
    status: 'revoked',
    roleIds: [],
    revision: 2,
  },
});

const as = (accountId: string) => ({
  accountId,
  actor: { kind: 'session', memberId: uuidv7(), userId: uuidv7(), sessionId: uuidv7() } as const,
});

const refusal = (error: { code: string }) => expect.objectContaining({ code: error.code });

describe('seats', () => {
  let world: ServiceWorld<BillingConfig>;
  let identity: Peer;
  let gateway: Peer;
  let isAllowed = true;

  beforeAll(async () => {
    world = await ServiceWorld.create(BillingModule, {
      context: 'billing',
      config: BillingConfig,
      entities,
      migrations,
    });
    await world.start();
    [identity, gateway] = [await world.peer('identity'), await world.peer('gateway')];
    const access = await world.peer('access');
    answerChecks(access, () => ({ allowed: isAllowed, reason: 'role', scope: ['all'], version: 1 }));
  });

  afterAll(() => world.close());

  async function account(planId?: string, preset = 'ortto'): Promise<{ accountId: string; owner: string }> {
    const [accountId, owner] = [uuidv7(), uuidv7()];
    await identity.call(openSubscription, {
      accountId,
      preset,
      ownerMemberId: owner,
      ...(planId ? { planId } : {}),
    });
    return { accountId, owner };
  }

  const poolOf = async (accountId: string) => (await gateway.call(getSeats, {}, as(accountId))).pools[0];

  describe('of a new account', () => {
    it('are those of the plan, with the owner in one of them', async () => {
      const { accountId } = await account('team');
      expect(await gateway.call(getSeats, {}, as(accountId))).toEqual({
        pools: [
          {
            pool: 'users',
            included: 10,
            freeOfCharge: 0,
            bought: 0,
            used: 1,
            reserved: 0,
            available: 9,
            overage: 'block',
            unitPrice: null,
            currency: null,
            interval: null,
            renewsAt: null,
            neededAtRenewal: 0,
          },
          {
            pool: 'agents',
            included: 0,
            freeOfCharge: 1,
            bought: 0,
            used: 0,
            reserved: 0,
            available: 1,
            overage: 'consent',
            unitPrice: 2900,
            currency: 'USD',
            interval: 'month',
            renewsAt: expect.any(String),
            neededAtRenewal: 0,
          },
        ],
      });
    });

    it('are three unless a plan is named', async () => {
      const { accountId } = await account();
      expect(await poolOf(accountId)).toMatchObject({ included: 3, used: 1, available: 2 });
      const { plan, since } = await gateway.call(getSubscription, {}, as(accountId));
      expect(plan).toMatchObject({ id: 'free', included: { users: 3 } });
      expect(new Date(since).toISOString()).toBe(since);
    });

    it('are none if the product counts none', async () => {
      for (const preset of ['botplatform', 'jaicp']) {
        const { accountId } = await account('team', preset);
        expect(await gateway.call(getSeats, {}, as(accountId))).toEqual({ pools: [] });
        expect((await gateway.call(getSubscription, {}, as(accountId))).plan.id).toBe('team');
      }
    });

    it('are only for users if the product has no other kind', async () => {
      const { accountId } = await account('team', 'ontraport');
      const { pools } = await gateway.call(getSeats, {}, as(accountId));
      expect(pools).toMatchObject([{ pool: users, included: 10, used: 1, overage: 'consent', unitPrice: 4700 }]);
    });

    it('stay as they were opened first', async () => {
      const { accountId } = await account('team');
      const again = { accountId, preset: 'ortto', planId: 'business', ownerMemberId: uuidv7() };
      expect((await identity.call(openSubscription, again)).plan.id).toBe('team');
      expect(await poolOf(accountId)).toMatchObject({ included: 10, used: 1 });
    });

    it('are refused for an unknown plan', async () => {
      const input = { accountId: uuidv7(), preset: 'ortto', planId: 'gold', ownerMemberId: uuidv7() };
      await expect(identity.call(openSubscription, input)).rejects.toEqual(refusal(planUnknown));
    });
  });

  it('can be read by whoever may see the billing, and by nobody else', async () => {
    const { accountId } = await account();
    isAllowed = false;
    await expect(gateway.call(getSeats, {}, as(accountId))).rejects.toEqual(refusal(permissionDenied));
    isAllowed = true;
    await expect(gateway.call(getSeats, {})).rejects.toEqual(refusal(sessionRequired));
    await expect(gateway.call(getSeats, {}, as(uuidv7()))).rejects.toEqual(refusal(accountNotFound));
  });

  it('are reserved for a whole batch or refused with the numbers', async () => {
    const { accountId } = await account('free');
    const keys = [uuidv7(), uuidv7(), uuidv7()];
    await expect(reserve(identity, { accountId, pool: users, keys })).rejects.toMatchObject({
      code: seatLimitReached.code,
      details: {
        pool: users,
        requested: 3,
        included: 3,
        freeOfCharge: 0,
        used: 1,
        reserved: 0,
        available: 2,
        overage: 'block',
        unitPrice: null,
      },
    });
    const pool = await reserve(identity, { accountId, pool: users, keys: keys.slice(1) });
    expect(pool).toMatchObject({ used: 1, reserved: 2, available: 0 });
  });

  it('may be reserved, used and released twice', async () => {
    const { accountId } = await account('free');
    const seat = { accountId, pool: users, keys: [uuidv7()] };
    for (const verb of [reserve, reserve]) expect((await verb(identity, seat)).reserved).toBe(1);
    for (const verb of [use, use, reserve]) {
      expect(await verb(identity, seat)).toMatchObject({ used: 2, reserved: 0 });
    }
    expect(await identity.call(checkSeats, { accountId, pool: users })).toMatchObject({ used: 2, available: 1 });
    await expect(identity.call(checkSeats, { accountId, pool: 'cars' })).rejects.toEqual(refusal(requestInvalid));
    for (const verb of [releaseSeats, releaseSeats]) expect((await identity.call(verb, seat)).used).toBe(1);
    await expect(identity.call(useSeats, seat)).rejects.toEqual(refusal(seatReleased));
    await expect(reserve(identity, seat)).rejects.toEqual(refusal(seatReleased));
  });

  it('exist for the product’s pools and for existing accounts only', async () => {
    const { accountId } = await account();
    const keys = [uuidv7()];
    await expect(reserve(identity, { accountId, pool: 'cars', keys })).rejects.toEqual(refusal(requestInvalid));
    await expect(reserve(identity, { accountId: uuidv7(), pool: users, keys })).rejects.toEqual(
      refusal(accountNotFound),
    );
  });

  it.each([
    ['revoked', memberRevoked],
    ['deleted', memberDeleted],
  ])('are freed when their member is %s, and only once', async (_, event) => {
    const { accountId } = await account('free');
    const memberId = uuidv7();
    await identity.call(useSeats, { accountId, pool: users, keys: [memberId] });
    const envelope = envelopeOf(event, accountId, memberId, change(accountId, memberId));
    for (let time = 0; time < 3; time += 1) await identity.publish(event, envelope);
    await identity.publish(event, envelopeOf(event, accountId, memberId, change(accountId, memberId)));

    await eventually('the seat to be free', async () => ((await poolOf(accountId))?.used === 1 ? true : undefined));
    await eventually('both events to be handled', async () => {
      const rows = await query(world.database.adminUrl, 'select from inbox where envelope_id = $1', [envelope.id]);
      return rows.length === 1 ? true : undefined;
    });
    expect(await poolOf(accountId)).toMatchObject({ used: 1, reserved: 0, available: 2 });
  });

  describe('of agents', () => {
    const agents = 'agents';
    const agentsOf = async (accountId: string) =>
      (await gateway.call(getSeats, {}, as(accountId))).pools.find(({ pool }) => pool === agents);
    const told = (accountId: string, member: Partial<MemberState>) => {
      const data = change(accountId, uuidv7());
      const envelope = envelopeOf(memberEdited, accountId, data.member.id, {
        ...data,
        member: { ...data.member, status: 'active', ...member },
      });
      return identity.publish(memberEdited, envelope);
    };
    const until = (accountId: string, numbers: object) =>
      eventually(`seats of agents: ${JSON.stringify(numbers)}`, async () => {
        const pool = await agentsOf(accountId);
        return Object.entries(numbers).every(([name, count]) => pool?.[name as 'used'] === count) ? true : undefined;
      });

    it('are one without a price; the next one needs consent to its price', async () => {
      const { accountId } = await account('team');
      const [first, second] = [uuidv7(), uuidv7()];
      await reserve(identity, { accountId, pool: agents, keys: [first] });
      await expect(reserve(identity, { accountId, pool: agents, keys: [second] })).rejects.toMatchObject({
        code: seatConsentRequired.code,
        details: { pool: agents, requested: 1, available: 0, unitPrice: 2900, currency: 'USD', interval: 'month' },
      });
      expect(await agentsOf(accountId)).toMatchObject({ used: 0, reserved: 1 });
    });

    it('are never more than there are, however many ask at once (P7)', async () => {
      const { accountId } = await account('team');
      const keys = Array.from({ length: RIVALS }, () => uuidv7());
      const outcome = await compete({
        attempt: (rival) => reserve(identity, { accountId, pool: agents, keys: keys.slice(rival, rival + 1) }),
        effects: async () => (await agentsOf(accountId))?.reserved ?? 0,
      });
      expect(outcome).toMatchObject({ effects: 1, told: 1, refusals: [seatConsentRequired.code] });
      expect(await agentsOf(accountId)).toMatchObject({ reserved: 1, available: 0 });
    });

    it('follow the member’s events: used, then free, and never back', async () => {
      const { accountId } = await account('team');
      const agentSeatKey = uuidv7();
      await reserve(identity, { accountId, pool: agents, keys: [agentSeatKey] });
      await told(accountId, { agentAccess: true, agentSeatKey });
      await until(accountId, { used: 1, reserved: 0 });
      await told(accountId, { agentAccess: false, agentSeatKey });
      await until(accountId, { used: 0, reserved: 0 });
      await told(accountId, { agentAccess: true, agentSeatKey });
      const next = uuidv7();
      await reserve(identity, { accountId, pool: agents, keys: [next] });
      await told(accountId, { agentAccess: true, agentSeatKey: next });
      await until(accountId, { used: 1, reserved: 0 });
    });

    it('stay reserved for an invited member, and are freed when they are gone', async () => {
      const { accountId } = await account('team');
      const agentSeatKey = uuidv7();
      await reserve(identity, { accountId, pool: agents, keys: [agentSeatKey] });
      await told(accountId, { status: 'invited', agentAccess: true, agentSeatKey });
      // Events of the same kind are handled in order, so this one comes after the first.
      const other = uuidv7();
      await told(accountId, { agentAccess: false, agentSeatKey: other });
      await eventually('the events to be handled', async () => {
        const sql = `select from seat_keys where key = $1 and state = 'released'`;
        return (await query(world.database.adminUrl, sql, [other])).length > 0 ? true : undefined;
      });
      const { member, ...data } = change(accountId, uuidv7());
      const gone = { ...member, status: 'deleted' as const, agentAccess: false, agentSeatKey };
      expect(await agentsOf(accountId)).toMatchObject({ reserved: 1 });
      await identity.publish(memberDeleted, envelopeOf(memberDeleted, accountId, gone.id, { ...data, member: gone }));
      await until(accountId, { used: 0, reserved: 0, available: 1 });
    });
  });

  it('cannot be taken by a member whose end was reported before', async () => {
    const { accountId } = await account('free');
    const memberId = uuidv7();
    await identity.publish(memberDeleted, envelopeOf(memberDeleted, accountId, memberId, change(accountId, memberId)));
    await eventually('the event to be handled', async () => {
      const sql = `select from seat_keys where key = $1 and state = 'released'`;
      return (await query(world.database.adminUrl, sql, [memberId])).length > 0 ? true : undefined;
    });
    await expect(reserve(identity, { accountId, pool: users, keys: [memberId] })).rejects.toEqual(
      refusal(seatReleased),
    );
  });

  it('cannot be read by other accounts, in any table except those that are global by design', async () => {
    const { accountId, owner } = await account();
    await reserve(identity, { accountId, pool: users, keys: [uuidv7()] });
    const tables = await query(
      world.database.adminUrl,
      `select relname, relrowsecurity and relforcerowsecurity as guarded from pg_class
       where relnamespace = 'public'::regnamespace and relkind = 'r' order by relname`,
    );
    const open = tables.filter(({ guarded }) => !guarded).map(({ relname }) => relname);
    expect(open).toEqual(['migrations', 'plans_in_use', 'relay_state', 'renewals', 'seat_confirmations']);

    for (const table of ['subscriptions', 'seat_pools', 'seat_keys']) {
      expect(await query(world.database.url, `select from ${table}`)).toEqual([]);
      expect(
        await query(world.database.migrationUrl, `select from ${table} where account_id = $1`, [accountId]),
      ).not.toEqual([]);
    }
    const foreign = { accountId: (await account()).accountId, pool: users, keys: [owner] };
    expect(await identity.call(releaseSeats, foreign)).toMatchObject({ used: 1 });
    expect(await poolOf(accountId)).toMatchObject({ used: 1, reserved: 1 });
  });
});

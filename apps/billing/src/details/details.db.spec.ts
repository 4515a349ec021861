import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  billingActRecorded,
  getBillingDetails,
  openSubscription,
  setBillingDetails,
  type SetBillingDetails,
} from '@roster/contracts';
import { v7 as uuidv7 } from 'uuid';
import { answerChecks } from '../../../../test/harness/decisions.js';
import type { Peer } from '../../../../test/harness/peer.js';
import { ServiceWorld } from '../../../../test/harness/service.js';
import { query } from '../../../../test/harness/statements.js';
import { BillingModule, entities } from '../billing.module.js';
import { BillingConfig } from '../config.js';
import { migrations } from '../migrations/index.js';

const ACME = { company: 'Acme GmbH', address: 'Hauptstraße 1\n10115 Berlin', country: 'DE' };

describe('to whom bills are written', () => {
  let world: ServiceWorld<BillingConfig>;
  let gateway: Peer;
  let accountId: string;
  const editor = uuidv7();

  beforeAll(async () => {
    const options = { context: 'billing', config: BillingConfig } as const;
    world = await ServiceWorld.create(BillingModule, {
      ...options,
      entities: [...entities],
      migrations: [...migrations],
    });
    await world.start();
    gateway = await world.peer('gateway');
    answerChecks(await world.peer('access'), ({ memberId, permission }) => {
      const allowed = memberId === editor || permission === 'billing:view';
      return { allowed, reason: allowed ? 'role' : 'no_grant', scope: allowed ? ['all'] : [], version: 1 };
    });
  });
  afterAll(() => world.close());

  beforeEach(async () => {
    accountId = uuidv7();
    const identity = await world.peer('identity');
    await identity.call(openSubscription, { accountId, preset: 'ontraport', ownerMemberId: editor });
  });

  const as = (memberId = editor) => ({
    accountId,
    actor: { kind: 'session', memberId, userId: uuidv7(), sessionId: uuidv7() } as const,
  });
  const set = (said: Partial<SetBillingDetails>) =>
    gateway.call(setBillingDetails, { ...ACME, ...said } as SetBillingDetails, as());
  const get = () => gateway.call(getBillingDetails, {}, as());
  const acts = async () =>
    (
      await query(
        world.database.adminUrl,
        `select envelope -> 'data' as data from outbox where subject = $1 and envelope ->> 'accountid' = $2
         order by envelope ->> 'id'`,
        [billingActRecorded.subject, accountId],
      )
    ).map(({ data }) => data);

  it('is nothing at first, and then as it was last said; what is left out is gone', async () => {
    const none = { company: null, address: null, country: null, vatId: null, reference: null, email: null };
    expect(await get()).toEqual(none);
    await set({ vatId: 'DE123456789', reference: 'PO 4711', email: ' Bills@ACME.example ' });
    expect(await get()).toEqual({ ...ACME, vatId: 'DE123456789', reference: 'PO 4711', email: 'bills@acme.example' });
    expect(await set({})).toEqual({ ...none, ...ACME });
    expect(await get()).toEqual({ ...none, ...ACME });
  });

  it('stands in the trail by the names of its fields, once for each change', async () => {
    await set({});
    await set({});
    await set({ reference: 'PO 4711' });
    const act = { action: 'billing-details.changed', targetType: 'account', targetId: accountId };
    const part = (fields: string[]) => ({ kind: 'billing-details', id: accountId, before: null, after: { fields } });
    expect(await acts()).toMatchObject([
      { ...act, parts: [part(['company', 'address', 'country'])] },
      { ...act, parts: [part(['reference'])] },
    ]);
    expect(JSON.stringify(await acts())).not.toContain('Acme');
  });

  it.each([
    ['company', ''],
    ['company', 'Acme\nBcc: everybody'],
    ['address', '   '],
    ['address', 'a\u0000b'],
    ['address', 'line\n'.repeat(9)],
    ['country', 'Germany'],
    ['country', 'XX'],
    ['vatId', '<b>'],
    ['reference', 'two\nlines'],
    ['email', 'nobody'],
  ])('is refused with the %s %j', async (field, value) => {
    await expect(set({ [field]: value })).rejects.toMatchObject({
      code: 'request.invalid',
      details: { errors: [expect.objectContaining({ path: field })] },
    });
  });

  it('is said by who may edit the billing, and by nobody who only sees it', async () => {
    const seeing = as(uuidv7());
    await expect(gateway.call(setBillingDetails, ACME, seeing)).rejects.toMatchObject({ code: 'permission.denied' });
    expect(await gateway.call(getBillingDetails, {}, seeing)).toMatchObject({ company: null });
  });
});

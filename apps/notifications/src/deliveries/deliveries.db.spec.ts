import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  deliveryNotFailed,
  deliveryNotFound,
  emailVerificationRequested,
  invitationResent,
  listDeliveries,
  requestInvalid,
  retryDelivery,
  sessionRequired,
} from '@roster/contracts';
import { v7 as uuidv7 } from 'uuid';
import { eventually } from '../../../../test/harness/eventually.js';
import { query } from '../../../../test/harness/statements.js';
import { NotificationsWorld, tokenOf } from '../../../../test/harness/notifications.js';
import { envelopeOf } from '../../../../test/harness/peer.js';

const newAddress = () => `${uuidv7()}@example.com`;
const refusal = (error: { code: string }) => expect.objectContaining({ code: error.code });

describe('deliveries', () => {
  let world: NotificationsWorld;

  beforeAll(async () => {
    world = await NotificationsWorld.create();
    world.revealing();
    await world.start();
  });

  afterAll(() => world.close());

  it('are ordered by an invitation that is sent again, for its new link', async () => {
    const first = await world.invite(newAddress());
    const { account, member, invitation } = first.data;
    const again = envelopeOf(invitationResent, account.id, invitation.id, {
      account,
      member,
      invitation: { ...invitation, generation: 2 },
    });
    await world.identity.publish(invitationResent, again);
    await world.becomes(first.id, 'sent');
    const row = await world.becomes(again.id, 'sent');
    expect(row['token_reference']).toEqual({ purpose: 'invitation', id: invitation.id, generation: 2 });
    expect(await world.smtp.to(member.email)).toHaveLength(2);
  });

  it("are ordered for a new owner's address", async () => {
    const [accountId, email, id] = [uuidv7(), newAddress(), uuidv7()];
    const envelope = envelopeOf(emailVerificationRequested, accountId, accountId, {
      verification: {
        id,
        generation: 1,
        expiresAt: '2026-11-25T14:30:00.000Z',
      },
      accountId,
      accountName: 'Acme',
      email,
      firstName: 'Ada',
    });
    await world.identity.publish(emailVerificationRequested, envelope);
    await world.becomes(envelope.id, 'sent');
    const [mail] = await world.smtp.to(email);
    expect(mail?.subject).toBe('Confirm your e-mail address');
    expect(mail?.text).toContain(`https://roster.example/verify-email#token=${tokenOf(id)}`);
  });

  it('go out with names that are no links, and with one recipient whatever is in the address', async () => {
    const email = newAddress();
    const { id } = await world.invite(email, uuidv7(), `<b>Acme</b>\r\nBcc: all@example.com {{7*7}}`);
    await world.becomes(id, 'sent');
    const [mail] = await world.smtp.to(email);
    expect(mail?.to).toEqual([{ address: email }]);
    expect(mail?.headers['bcc']).toBeUndefined();
    expect(mail?.subject).toContain('{{7*7}}');
    expect(mail?.subject).not.toMatch(/<b>|all@example\.com/);
    expect(mail?.html).not.toContain('<b>');
  });

  it('are listed, the newest first, page by page, without what a mail says', async () => {
    const accountId = uuidv7();
    const orders = [];
    for (let count = 0; count < 5; count += 1) orders.push(await world.invite(newAddress(), accountId));
    for (const { id } of orders) await world.becomes(id, 'sent');

    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: { items: { id: string }[]; nextCursor: string | null } = await world.gateway.call(
        listDeliveries,
        { limit: 2, ...(cursor ? { cursor } : {}) },
        world.as(accountId),
      );
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor);
    expect(seen).toEqual(orders.map(({ id }) => id).toReversed());

    const { items } = await world.gateway.call(listDeliveries, { limit: 1 }, world.as(accountId));
    expect(items).toEqual([
      {
        id: seen[0],
        template: 'invitation',
        recipient: orders[4]?.data.member.email,
        state: 'sent',
        attempts: 1,
        lastError: null,
        nextAttemptAt: null,
        createdAt: expect.any(String),
        sentAt: expect.any(String),
      },
    ]);
    await expect(world.gateway.call(listDeliveries, { cursor: 'x' }, world.as(accountId))).rejects.toEqual(
      refusal(requestInvalid),
    );
  });

  it('are tried again only if they have failed', async () => {
    const { id, accountid = '' } = await world.invite(newAddress());
    await world.becomes(id, 'sent');
    const retry = (deliveryId: string, accountId: string) =>
      world.gateway.call(retryDelivery, { deliveryId }, world.as(accountId));
    await expect(retry(id, accountid)).rejects.toEqual(refusal(deliveryNotFailed));
    await expect(retry(uuidv7(), accountid)).rejects.toEqual(refusal(deliveryNotFound));
    await expect(retry(id, uuidv7())).rejects.toEqual(refusal(deliveryNotFound));
    await expect(world.gateway.call(retryDelivery, { deliveryId: id })).rejects.toEqual(refusal(sessionRequired));
  });

  it('are tried again once for one idempotency key', async () => {
    const email = newAddress();
    world.smtp.script(email, { refuse: 'No' });
    const { id, accountid = '' } = await world.invite(email);
    await world.becomes(id, 'failed');
    const call = { ...world.as(accountid), idempotencyKey: uuidv7() };
    const retry = () => world.gateway.call(retryDelivery, { deliveryId: id }, call);
    const [first, ...others] = await Promise.all([retry(), retry(), retry()]);
    for (const other of others) expect(other).toEqual(first);
    await world.becomes(id, 'sent');
    expect(await world.smtp.to(email)).toHaveLength(1);
  });

  it('show in the health of the service whether the mail server can be reached', async () => {
    const replica = await world.start();
    const smtp = async () => (await replica.own.health.check()).find(({ name }) => name === 'smtp');
    expect(await smtp()).toMatchObject({ ok: true });
    const lost = await world.start({ SMTP_URL: 'smtp://127.0.0.1:1' });
    const check = await eventually('the probe', async () =>
      (await lost.own.health.check()).find(({ name }) => name === 'smtp'),
    );
    expect(check).toMatchObject({ ok: false, detail: expect.stringContaining('ECONNREFUSED') });
    await Promise.all([replica.stop(), lost.stop()]);
  });

  it('cannot be read by other accounts, in any table except those that are global by design', async () => {
    const { id, accountid = '' } = await world.invite(newAddress());
    await world.becomes(id, 'sent');
    const tables = await world.sql(
      `select relname, relrowsecurity and relforcerowsecurity as guarded from pg_class
       where relnamespace = 'public'::regnamespace and relkind = 'r' order by relname`,
    );
    const open = tables.filter(({ guarded }) => !guarded).map(({ relname }) => relname);
    expect(open).toEqual(['delivery_queue', 'migrations', 'relay_state']);
    const columns = await world.sql(
      `select column_name from information_schema.columns where table_name = 'delivery_queue'`,
    );
    expect(columns.map(({ column_name: name }) => name).toSorted()).toEqual([
      'account_id',
      'claim',
      'delivery_id',
      'due_at',
    ]);

    expect(await query(world.service.database.url, 'select from deliveries')).toEqual([]);
    const foreign = await world.gateway.call(listDeliveries, {}, world.as(uuidv7()));
    expect(foreign).toEqual({ items: [], nextCursor: null });
    const own = await world.gateway.call(listDeliveries, {}, world.as(accountid));
    expect(own.items).toHaveLength(1);
  });
});

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { memberInvited, retryDelivery, RosterError, tokenInvalid } from '@roster/contracts';
import { Repeating } from '@roster/service-kit';
import { v7 as uuidv7 } from 'uuid';
import { eventually } from '../../../../test/harness/eventually.js';
import { NotificationsWorld, tokenOf } from '../../../../test/harness/notifications.js';

/** P10, as far as one process can show it. The end-to-end tests kill real processes. */
describe('the sender', () => {
  let world: NotificationsWorld;
  let stopRevealing: () => void;
  let address: string;

  beforeAll(async () => {
    world = await NotificationsWorld.create();
    // Two senders, so that all tests here also show that they do not send each other's mails.
    await world.start();
    await world.start();
  });

  beforeEach(() => {
    address = `${uuidv7()}@example.com`;
    stopRevealing = world.revealing();
  });
  afterEach(() => stopRevealing());
  afterAll(() => world.close());

  const settled = async (id: string) => {
    const [queued] = await world.sql('select from delivery_queue where delivery_id = $1', [id]);
    return queued === undefined;
  };

  it('sends a mail once', async () => {
    const { id, data } = await world.invite(address);
    const row = await world.becomes(id, 'sent');
    expect(row).toMatchObject({ attempts: 1, last_error: null, next_attempt_at: null, due_at: null });
    expect(row['sent_at']).toBeInstanceOf(Date);

    expect(world.smtp.attemptsFor(address)).toHaveLength(1);
    const [mail] = await world.smtp.to(address);
    expect(mail).toMatchObject({
      subject: 'Ada Lovelace invited you to Acme',
      messageId: `<${id}@roster.example>`,
      to: [{ address }],
    });
    expect(mail?.headers).toMatchObject({
      // The product's name, where MAIL_FROM has none.
      from: 'Acme Mail <no-reply@roster.example>',
      'auto-submitted': 'auto-generated',
    });
    const link = `https://roster.example/accept-invitation#token=${tokenOf(data.invitation.id)}`;
    expect(mail?.text).toContain(link);
    expect(mail?.html.replaceAll('&#x3D;', '=')).toContain(`href="${link}"`);
  });

  it('is woken by the commit of the order, and does not wait for its next check', async () => {
    const wake = jest.spyOn(Repeating.prototype, 'wake');
    // A sender that has sent a mail wakes up too. This one is not sent yet.
    let woken = 0;
    world.smtp.script(address, {
      async accept(say250) {
        woken = wake.mock.calls.length;
        say250();
      },
    });
    const { id } = await world.invite(address);
    await world.becomes(id, 'sent');
    wake.mockRestore();
    expect(woken).toBeGreaterThan(0);
  });

  it('sends one mail for an event that comes twice', async () => {
    const envelope = await world.invite(address);
    for (let time = 0; time < 3; time += 1) await world.identity.publish(memberInvited, envelope);
    await world.becomes(envelope.id, 'sent');
    const after = await world.invite(address);
    await world.becomes(after.id, 'sent');
    expect(await world.smtp.to(address)).toHaveLength(2);
  });

  it('sends fifty mails once each, with two replicas at work', async () => {
    const addresses = Array.from({ length: 50 }, () => `${uuidv7()}@example.com`);
    const orders = await Promise.all(addresses.map((to) => world.invite(to)));
    for (const { id } of orders) await world.becomes(id, 'sent');
    expect(addresses.map((to) => world.smtp.attemptsFor(to).length)).toEqual(addresses.map(() => 1));
  });

  it('tries again after a 451, and shows what the server said', async () => {
    world.smtp.script(address, 'refuse for now', 'accept');
    const { id } = await world.invite(address);
    const refused = await eventually('the refusal', async () => {
      const row = await world.row(id);
      return row?.['last_error'] ? row : undefined;
    });
    expect(String(refused['last_error'])).toMatch(/^451 .*Try again later/);
    const row = await world.becomes(id, 'sent');
    expect(row).toMatchObject({ attempts: 2, last_error: null });
    expect(await world.smtp.to(address)).toHaveLength(1);
  });

  it('tries again if the connection breaks after the mail, with the same message id', async () => {
    world.smtp.script(address, 'drop', 'accept');
    const { id } = await world.invite(address);
    await world.becomes(id, 'sent');
    const ids = world.smtp.attemptsFor(address).map(({ messageId }) => messageId);
    expect(ids).toEqual([`<${id}@roster.example>`, `<${id}@roster.example>`]);
    expect(await world.smtp.to(address)).toHaveLength(1);
  });

  it('fails after the last attempt', async () => {
    world.smtp.script(address, 'refuse for now', 'refuse for now', 'refuse for now');
    const { id } = await world.invite(address);
    const row = await world.becomes(id, 'failed');
    expect(row).toMatchObject({ attempts: 3, next_attempt_at: null, due_at: null });
    expect(world.smtp.attemptsFor(address)).toHaveLength(3);
  });

  it('fails at once at a 550, and sends after a retry', async () => {
    world.smtp.script(address, { refuse: '5.1.1 No such user' });
    const { id, accountid = '' } = await world.invite(address);
    const row = await world.becomes(id, 'failed');
    expect(row).toMatchObject({ attempts: 1, last_error: '550 5.1.1 No such user' });

    const again = await world.gateway.call(retryDelivery, { deliveryId: id }, world.as(accountid));
    expect(again).toMatchObject({ id, state: 'pending', attempts: 0 });
    await world.becomes(id, 'sent');
    expect(await world.smtp.to(address)).toHaveLength(1);
  });

  it('drops a mail whose link would not work any more', async () => {
    stopRevealing();
    stopRevealing = world.revealing(() => {
      throw new RosterError(tokenInvalid);
    });
    const { id } = await world.invite(address);
    const row = await world.becomes(id, 'obsolete');
    expect(row).toMatchObject({ attempts: 0, due_at: null });
    expect(world.smtp.attemptsFor(address)).toEqual([]);
  });

  it('waits for identity without counting that as attempts', async () => {
    stopRevealing();
    const { id } = await world.invite(address);
    const looks = () => world.log.filter((line) => line.includes(id) && line.includes('could not be asked')).length;
    // More often than there are attempts.
    await eventually('several questions', async () => (looks() > 4 ? true : undefined));
    expect(await world.row(id)).toMatchObject({ attempts: 0, last_error: null });
    stopRevealing = world.revealing();
    await world.becomes(id, 'sent');
    expect(await world.smtp.to(address)).toHaveLength(1);
  });

  it('sends what a dead sender had claimed when the lease ends, and not before', async () => {
    stopRevealing();
    const { id } = await world.invite(address);
    await eventually('the order', () => world.row(id));
    await world.sql(`update deliveries set state = 'sending', attempts = 1 where id = $1`, [id]);
    await world.sql(
      `update delivery_queue set claim = $2, due_at = now() + interval '1.5 seconds' where delivery_id = $1`,
      [id, uuidv7()],
    );
    stopRevealing = world.revealing();
    // Other mails are sent in the meantime.
    const other = await world.invite(`${uuidv7()}@example.com`);
    await world.becomes(other.id, 'sent');
    expect(world.smtp.attemptsFor(address)).toEqual([]);

    expect(await world.becomes(id, 'sent')).toMatchObject({ attempts: 2 });
    expect(await world.smtp.to(address)).toHaveLength(1);
  });

  it('does not try for ever a mail that kills each sender', async () => {
    stopRevealing();
    const { id } = await world.invite(address);
    await eventually('the order', () => world.row(id));
    await world.sql(`update deliveries set state = 'sending', attempts = 3 where id = $1`, [id]);
    stopRevealing = world.revealing();
    expect(await world.becomes(id, 'failed')).toMatchObject({ last_error: 'The last attempt was interrupted' });
    expect(world.smtp.attemptsFor(address)).toEqual([]);
  });

  it('finishes the mail that it is sending when it is stopped', async () => {
    const lonely = await NotificationsWorld.create();
    try {
      lonely.revealing();
      const replica = await lonely.start();
      let stopped: Promise<void> | undefined;
      lonely.smtp.script(address, {
        async accept(say250) {
          say250();
          stopped = replica.stop();
        },
      });
      const { id } = await lonely.invite(address);
      await eventually('the stop', async () => (stopped ? true : undefined));
      await stopped;
      expect(await lonely.row(id)).toMatchObject({ state: 'sent', attempts: 1, due_at: null });
    } finally {
      await lonely.close();
    }
  });

  it('stores no token: not in its database, not in its log, not even if the mail server quotes it', async () => {
    stopRevealing();
    const secret = `s3cret-${uuidv7()}`;
    stopRevealing = world.revealing(() => ({ token: secret }));
    world.smtp.script(address, { refuse: `5.7.1 Spam: https://roster.example/accept-invitation#token=${secret}` });
    const { id } = await world.invite(address);
    const row = await world.becomes(id, 'failed');
    expect(await settled(id)).toBe(true);
    expect(String(row['last_error'])).toContain('5.7.1 Spam');

    expect(world.smtp.attemptsFor(address)[0]?.text).toContain(secret);
    for (const table of ['deliveries', 'delivery_queue', 'outbox', 'inbox', 'idempotency_keys']) {
      const rows = await world.sql(`select t::text as line from ${table} t`);
      expect(rows.filter(({ line }) => String(line).includes(secret))).toEqual([]);
    }
    expect(world.log.length).toBeGreaterThan(0);
    expect(world.log.filter((line) => line.includes(secret))).toEqual([]);
  });
});

/** A world of its own with a short timeout. All other mails have the time that a busy machine needs. */
describe('the sender of a mail server that does not answer', () => {
  let world: NotificationsWorld;

  beforeAll(async () => {
    world = await NotificationsWorld.create();
    await world.start({ SMTP_TIMEOUT_MS: '2000', MAIL_ATTEMPTS: '20' });
    world.revealing();
  });
  afterAll(() => world.close());

  it('gives up on it, and tries again', async () => {
    const address = `${uuidv7()}@example.com`;
    world.smtp.script(address, 'stall', 'accept');
    const { id } = await world.invite(address);
    const { attempts } = await world.becomes(id, 'sent');
    expect(attempts).toBeGreaterThanOrEqual(2);
    expect(world.smtp.attemptsFor(address)[0]).toMatchObject({ accepted: false });
    expect(await world.smtp.to(address)).not.toEqual([]);
    // Whatever a slow machine makes of it, the recipient can tell that it is one mail.
    const ids = world.smtp.attemptsFor(address).map(({ messageId }) => messageId);
    expect(new Set(ids)).toEqual(new Set([`<${id}@roster.example>`]));
  });
});

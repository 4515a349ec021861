import { createServer, type IncomingHttpHeaders, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { listDeliveries } from '@roster/contracts';
import { NIL, v7 as uuidv7 } from 'uuid';
import { NotificationsWorld, tokenOf } from '../../../../test/harness/notifications.js';

const newAddress = () => `${uuidv7()}@example.com`;
const words = { firstName: 'Ada', accountName: 'Acme', address: '203.0.113.7' };
const expiresAt = '2026-11-25T14:30:00.000Z';

/** A provider of messages to telephones, which gives the answers that it is told to. */
class Provider {
  readonly got: { body: unknown; headers: IncomingHttpHeaders }[] = [];
  readonly answers: number[] = [];
  private constructor(private readonly server: Server) {}

  static async start(): Promise<Provider> {
    const server = createServer();
    const provider = new Provider(server);
    server.on('request', (request, response) => {
      void provider.take(request).then((status) => response.writeHead(status).end());
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return provider;
  }

  private async take(request: IncomingMessage): Promise<number> {
    this.got.push({ body: JSON.parse(await text(request)), headers: request.headers });
    return this.answers.shift() ?? 202;
  }

  get url(): string {
    return `http://roster:s%40cret@127.0.0.1:${(this.server.address() as AddressInfo).port}/messages`;
  }

  close = () => new Promise((resolve) => this.server.close(resolve));
}

describe('mails that identity asks for', () => {
  let world: NotificationsWorld;

  beforeAll(async () => {
    world = await NotificationsWorld.create();
    world.revealing(({ id, purpose }) => ({ token: purpose === 'phone-code' ? '012345' : tokenOf(id) }));
    await world.start();
  });

  afterAll(() => world.close());

  it('go out without a link, and no token is fetched', async () => {
    const recipient = newAddress();
    const accountId = uuidv7();
    const { id } = await world.request({ template: 'access-revoked', recipient, words }, accountId);
    const row = await world.becomes(id, 'sent');
    expect(row).toMatchObject({ account_id: accountId, template: 'access-revoked', token_reference: null });
    const [mail] = await world.smtp.to(recipient);
    expect(mail?.subject).toBe('Your access to Acme has ended');
    expect(mail?.text).toContain('Hello Ada,');
    const { items } = await world.gateway.call(listDeliveries, {}, world.as(accountId));
    expect(items).toHaveLength(1);
  });

  it('go out with a link, whose token is not stored', async () => {
    const [recipient, id] = [newAddress(), uuidv7()];
    const link = { purpose: 'password-reset', id, generation: 1 } as const;
    const envelope = await world.request({ template: 'password-reset', recipient, words, link, expiresAt });
    const row = await world.becomes(envelope.id, 'sent');
    const [mail] = await world.smtp.to(recipient);
    expect(mail?.text).toContain(`\nhttps://roster.example/reset-password#token=${tokenOf(id)}\n`);
    expect(JSON.stringify(row)).not.toContain(tokenOf(id));
    expect(world.log.join('')).not.toContain(tokenOf(id));
  });

  it('about a person alone belong to no account', async () => {
    const recipient = newAddress();
    const { id } = await world.request({ template: 'password-changed', recipient, words });
    expect(await world.becomes(id, 'sent')).toMatchObject({ account_id: NIL });
    expect(await world.smtp.to(recipient)).toHaveLength(1);
    for (const accountId of [uuidv7(), uuidv7()]) {
      const { items } = await world.gateway.call(listDeliveries, {}, world.as(accountId));
      expect(items).toEqual([]);
    }
  });

  it('come in the name of their sender, with the sender’s address for replies (NT-06)', async () => {
    const recipient = newAddress();
    const sender = { name: 'Ada "The Boss" <x@evil.example>\r\nBcc: all@evil.example', replyTo: 'ada@acme.example' };
    const given = { ...words, createdBy: 'Ada' };
    const { id } = await world.request({ template: 'account-created', recipient, words: given, sender }, uuidv7());
    await world.becomes(id, 'sent');
    const [mail] = await world.smtp.to(recipient);
    expect(mail?.headers['from']).toMatch(/via_Acme_Mail\?=\s*<no-reply@roster\.example>$/);
    expect(mail?.headers['from']).not.toContain('evil.example');
    expect(mail?.headers['reply-to']).toBe('ada@acme.example');
    expect(mail?.headers['bcc']).toBeUndefined();
    expect(mail?.to).toEqual([{ address: recipient }]);
  });

  it('to a telephone fail at once if no provider is configured, and the log says so', async () => {
    const link = { purpose: 'phone-code', id: uuidv7(), generation: 1 } as const;
    const order = { template: 'phone-code', recipient: '+431234568', words, link, expiresAt } as const;
    const { id } = await world.request(order, uuidv7());
    expect(await world.becomes(id, 'failed')).toMatchObject({
      attempts: 1,
      last_error: expect.stringContaining('SMS'),
    });
    expect(await world.smtp.to('+431234568@sms.localhost')).toEqual([]);
    expect(world.log.join('')).toContain('SMS_URL is not set');
  });
});

it('messages to telephones are sent as mails if the settings say so', async () => {
  const world = await NotificationsWorld.create();
  try {
    world.revealing(() => ({ token: '012345' }));
    await world.start({ SMS_URL: 'mailto:sms.localhost' });
    const link = { purpose: 'phone-code', id: uuidv7(), generation: 1 } as const;
    const order = { template: 'phone-code', recipient: '+431234567', words, link, expiresAt } as const;
    const { id } = await world.request(order, uuidv7());
    const row = await world.becomes(id, 'sent');
    const [mail] = await world.smtp.to('+431234567@sms.localhost');
    expect(mail?.text).toMatch(/^012345 is your code to confirm this number for Acme\./);
    expect(JSON.stringify(row)).not.toContain('012345');
  } finally {
    await world.close();
  }
});

describe('messages to telephones', () => {
  let world: NotificationsWorld;
  let provider: Provider;

  beforeAll(async () => {
    [world, provider] = await Promise.all([NotificationsWorld.create(), Provider.start()]);
    world.revealing(() => ({ token: '012345' }));
    await world.start({ SMS_URL: provider.url });
  });

  afterAll(async () => {
    await world.close();
    await provider.close();
  });

  const order = () => {
    const link = { purpose: 'phone-code', id: uuidv7(), generation: 1 } as const;
    return world.request({ template: 'phone-code', recipient: '+431234567', words, link, expiresAt }, uuidv7());
  };

  it('go to the provider, and again with the same id if it was unavailable', async () => {
    provider.answers.push(503);
    const { id } = await order();
    expect(await world.becomes(id, 'sent')).toMatchObject({ attempts: 2 });
    const [first, again] = provider.got.splice(0);
    expect(first?.body).toEqual({ id, to: '+431234567', text: expect.stringContaining('012345') });
    expect(again?.body).toEqual(first?.body);
    expect(first?.headers).toMatchObject({
      'idempotency-key': id,
      authorization: `Basic ${Buffer.from('roster:s@cret').toString('base64')}`,
    });
    expect(await world.smtp.to('+431234567@sms.localhost')).toEqual([]);
  });

  it('fail if the provider refuses them', async () => {
    provider.answers.push(400);
    const { id } = await order();
    expect(await world.becomes(id, 'failed')).toMatchObject({
      attempts: 1,
      last_error: 'The provider of messages answered 400',
    });
    expect(world.log.join('')).not.toMatch(/012345|s@cret|s%40cret/);
  });
});

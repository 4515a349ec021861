import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { listPlans, listPresets } from '@roster/contracts';
import { LOGGER, type Logger } from '@roster/service-kit';
import { eventually } from '../../../../../test/harness/eventually.js';
import { ask } from '../../testing/client.js';
import { signal } from '../../testing/signal.js';
import { openGateway, startTestGateway, type OpenGateway, type TestGateway } from '../../testing/test-gateway.js';
import { Draining } from './draining.js';

let leaving: TestGateway;
let staying: OpenGateway;

beforeEach(async () => {
  leaving = await startTestGateway();
  staying = await openGateway(leaving.nats.url);
});

afterEach(async () => {
  await staying.close();
  await leaving.close();
});

it('a gateway that stops sends its clients away and loses no request (P11)', async () => {
  const { peers } = leaving;
  const [inside, finish, moved] = [signal(), signal(), signal()];
  const pause = jest.spyOn(leaving.gateway.app.get(Draining), 'pause').mockReturnValue(moved.given);
  peers.answer(listPlans, () => ({ items: [], nextCursor: null }));
  peers.answer(listPresets, async () => {
    inside.give();
    await finish.given;
    return { items: [], nextCursor: null };
  });

  const answered = { before: 0, after: 0 };
  let arrived = 0;
  const failures: unknown[] = [];
  const over = new AbortController();
  /** Asks without a pause, first the one and, once that says `Connection: close`, the other. */
  async function client(): Promise<void> {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    for (let port = leaving.port; !over.signal.aborted;) {
      const { status, headers } = await ask(port, '/v1/plans', { agent });
      if (status !== 200) failures.push(status);
      answered[port === leaving.port ? 'before' : 'after'] += 1;
      if (headers.connection !== 'close' || port === staying.port) continue;
      port = staying.port;
      arrived += 1;
    }
    agent.destroy();
  }

  const clients = Array.from({ length: 16 }, () => client().catch((error: unknown) => failures.push(error)));
  const slow = leaving.ask('/v1/presets');
  await inside.given;
  await eventually('the load to be on', async () => answered.before > 100 || undefined);
  const stopped = leaving.gateway.stop();
  expect((await leaving.ask('/health/ready?scope=self')).status).toBe(503);
  expect((await leaving.ask('/health/live')).headers.connection).toBe('close');

  await eventually('all to have moved', async () => arrived === clients.length || undefined);
  expect(pause).toHaveBeenCalledTimes(1);
  moved.give();

  // The door shuts while one request is still inside; that one is waited for.
  await expect(untilShut(leaving.port)).resolves.toBe('ECONNREFUSED');
  finish.give();
  expect((await slow).status).toBe(200);
  await stopped;
  await eventually('the load to be on there', async () => answered.after > 100 || undefined);
  over.abort();
  await Promise.all(clients);

  expect(failures).toEqual([]);
});

it('answers on connections that stand, and does not wait for those that nobody uses', async () => {
  leaving.peers.answer(listPlans, () => ({ items: [], nextCursor: null }));
  const used = connect(leaving.port, '127.0.0.1');
  const silent = connect(leaving.port, '127.0.0.1');
  const get = (path: string) => used.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
  get('/health/live');
  await once(used, 'data');
  // Connections are taken in by order: with this answer the silent one is inside too.
  await leaving.ask('/health/live');
  // Left to itself, Node would never let go of the silent one: stopping would not end.
  const server = leaving.gateway.app.getHttpServer();
  Object.assign(server, { keepAliveTimeout: 0, headersTimeout: 0, requestTimeout: 0 });
  const stopped = leaving.gateway.stop();
  await untilShut(leaving.port);
  get('/v1/plans');
  const chunks: Buffer[] = await used.toArray();
  expect(Buffer.concat(chunks).toString()).toMatch(/^HTTP\/1\.1 200 OK[^]*connection: close/i);
  await stopped;
  silent.destroy();
});

async function untilShut(port: number): Promise<unknown> {
  for (;;) {
    try {
      await ask(port, '/health/live');
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'ECONNRESET') return code;
    }
  }
}

it('a port that is taken is named in one message', async () => {
  await expect(openGateway(leaving.nats.url, { PORT: String(staying.port) })).rejects.toThrow(
    `Port ${staying.port} is taken. Stop what listens there, or set PORT to another one.`,
  );
});

it('does not wait for the answers of clients who have gone, and logs that they went', async () => {
  const { peers, port, gateway } = leaving;
  const info = jest.spyOn(gateway.app.get<Logger>(LOGGER), 'info');
  const draining = gateway.app.get(Draining);
  const came = jest.spyOn(draining, 'requestCame');
  const finish = signal();
  peers.answer(listPlans, async () => {
    await finish.given;
    return { items: [], nextCursor: null };
  });
  const host = '127.0.0.1';
  const asking = Array.from({ length: 5 }, () => request({ host, port, path: '/v1/plans' }));
  const headers = { 'content-type': 'application/json', 'content-length': '100' };
  const sending = Array.from({ length: 5 }, () =>
    request({ host, port, path: '/v1/sessions', method: 'POST', headers }),
  );
  for (const sent of [...asking, ...sending]) sent.on('error', () => undefined);
  for (const sent of asking) sent.end();
  for (const sent of sending) sent.write('{');
  // The second of two on one connection waits for its turn.
  const both = connect(port, host);
  both.write('GET /v1/plans HTTP/1.1\r\nHost: localhost\r\n\r\n'.repeat(2));
  await eventually('all to be inside', async () => came.mock.calls.length === 12 || undefined);

  for (const client of [...asking, ...sending, both]) client.destroy();
  await draining.empty();
  const aborted = info.mock.calls.filter(([entry]) => Object.hasOwn(Object(entry), 'aborted'));
  expect(aborted).toHaveLength(12);
  expect(aborted[0]?.[0]).not.toHaveProperty('status');
  // Their answers have not come yet, and are not waited for.
  await gateway.stop();
  finish.give();
});

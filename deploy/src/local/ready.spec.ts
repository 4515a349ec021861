import { afterEach, expect, it } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { untilReady, type Watched } from './ready.js';

const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function answering(status: number, body: object): Promise<string> {
  const server = createServer((_, response) => response.writeHead(status).end(JSON.stringify(body)));
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const service = (name: string, adminUrl: string): Watched => ({
  name,
  isRunning: true,
  current: { log: `/data/logs/${name}.log`, adminUrl },
});

it("shows the causes from the services' reports for operators, where the gateway's report only says what fails", async () => {
  const gateway = await answering(503, {
    ok: false,
    parts: [
      { name: 'gateway', ok: true, checks: [{ name: 'bus', ok: true }] },
      { name: 'billing', ok: false },
      { name: 'notifications', ok: false, checks: [{ name: 'smtp', ok: false }] },
    ],
  });
  const notifications = await answering(503, {
    ok: false,
    checks: [
      { name: 'bus', ok: true },
      { name: 'smtp', ok: false, detail: '535 authentication failed' },
    ],
  });
  const billing = await answering(200, { ok: true, checks: [] });
  const waiting = untilReady(gateway, [service('notifications', notifications), service('billing', billing)], {
    patience: 100,
    hosts: { smtp: 'mail.example.com:25' },
  });
  await expect(waiting).rejects.toThrow(
    [
      'The system was not ready within 0.1 s. Missing:',
      '  notifications: smtp (mail.example.com:25): 535 authentication failed',
      '  billing: no answer',
      'The logs say more: /data/logs',
    ].join('\n'),
  );
});

it('does not wait for a service that ended', async () => {
  const gateway = await answering(503, { ok: false });
  const ended = { ...service('access', gateway), isRunning: false };
  await expect(untilReady(gateway, [ended])).rejects.toThrow('access ended while the system started');
});

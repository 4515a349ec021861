import { expect, it } from '@jest/globals';
import { createServer } from 'node:net';

import { freePort, isFree, obstacle } from './ports.js';

it('tells why a port is not available', async () => {
  const port = await freePort();
  expect(await obstacle(port)).toBeUndefined();
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(port, resolve));
  expect(await obstacle(port)).toBe('EADDRINUSE');
  expect(await isFree(port)).toBe(false);
  server.close();
  expect(await obstacle(port, '192.0.2.1')).toBe('EADDRNOTAVAIL');
});

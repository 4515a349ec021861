import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { HealthRegistry } from './health.js';
import type { Metrics } from './metrics.js';

export interface AdminServer {
  readonly port: number;
  close(): Promise<void>;
}

/** The operators' endpoint: `/health/live`, `/health/ready` (this process and what it needs itself) and `/metrics`. */
export async function startAdminServer(options: {
  host: string;
  port: number;
  health: HealthRegistry;
  metrics: Metrics;
}): Promise<AdminServer> {
  const { health, metrics } = options;
  const server = createServer(async (request, response) => {
    const respond = (status: number, type: string, body: string) =>
      response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body);
    try {
      if (request.url === '/health/live') return respond(200, 'application/json', '{"ok":true}');
      if (request.url === '/health/ready') {
        const checks = await health.check();
        const ok = checks.every((check) => check.ok);
        return respond(ok ? 200 : 503, 'application/json', JSON.stringify({ ok, checks }));
      }
      if (request.url === '/metrics')
        return respond(200, metrics.registry.contentType, await metrics.registry.metrics());
      return respond(404, 'text/plain', 'not found');
    } catch {
      return respond(500, 'text/plain', 'the numbers could not be read');
    }
  });
  await listen(server, options.port, options.host);
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const listen = (server: Server, port: number, host: string) =>
  new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });

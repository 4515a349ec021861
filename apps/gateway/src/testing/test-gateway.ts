import { Bus, createLogger, loadConfig, RpcClient } from '@roster/service-kit';
import { ACCESS_KEYS } from '../../../../test/harness/access-keys.js';
import { createTestNats, type TestNats } from '../../../../test/harness/nats.js';
import { GatewayConfig } from '../config.js';
import { createGateway, type Gateway } from '../gateway.js';
import { ask, type RequestOptions, type Response } from './client.js';
import { Peers } from './peers.js';

export interface OpenGateway {
  readonly port: number;
  readonly gateway: Gateway;
  readonly bus: Bus;
  ask(path: string, options?: RequestOptions): Promise<Response>;
  close(): Promise<void>;
}

export interface TestGateway extends OpenGateway {
  readonly nats: TestNats;
  readonly peers: Peers;
}

/** The real gateway on a free port, with a bus of its own and peers in place of the services. */
export async function startTestGateway(env: Record<string, string> = {}): Promise<TestGateway> {
  const nats = await createTestNats();
  const peers = await Peers.join(nats.url);
  const gateway = await openGateway(nats.url, env);
  const close = async () => {
    await gateway.close();
    await peers.close();
    await nats.remove();
  };
  return { ...gateway, nats, peers, close };
}

/** One gateway on a bus that runs already. */
export async function openGateway(natsUrl: string, env: Record<string, string> = {}): Promise<OpenGateway> {
  const config = loadConfig(GatewayConfig, {
    ...ACCESS_KEYS,
    PORT: '0',
    NATS_URL: natsUrl,
    DRAIN_SECONDS: '0',
    ...env,
  });
  const logger = createLogger('gateway', 'silent');
  const bus = await Bus.connect({ servers: natsUrl, caller: 'gateway', logger });
  try {
    const gateway = await createGateway({ config, logger, bus, rpc: new RpcClient(bus) });
    const port = await gateway.listen();
    let stopping: Promise<void> | undefined;
    const stop = () => (stopping ??= gateway.stop());
    const close = () => stop().finally(() => bus.drain());
    return { port, gateway: { ...gateway, stop }, bus, ask: (path, options) => ask(port, path, options), close };
  } catch (error) {
    await bus.drain();
    throw error;
  }
}

export const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

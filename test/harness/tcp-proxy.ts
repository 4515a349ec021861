import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** Stands between a client and its server, for who wants to come between them. */
export interface TcpProxy {
  /** As the client reaches it. */
  readonly url: string;
  /** Of both sides, those that are open. */
  readonly sockets: ReadonlySet<Socket>;
  close(): Promise<void>;
}

/** What the client sends goes through `send`; all else is passed on as it is. */
export async function createTcpProxy(
  target: string,
  send: (data: Buffer, sides: { client: Socket; upstream: Socket }) => void = (data, { upstream }) =>
    upstream.write(data),
): Promise<TcpProxy> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname);
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
    upstream.on('data', (data) => client.write(data));
    client.on('data', (data) => send(data, { client, upstream }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `nats://127.0.0.1:${(server.address() as AddressInfo).port}`,
    sockets,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

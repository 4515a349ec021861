import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';

/** A Postgres that refuses its first connections as one does that is still starting, and then is the one at `target`. */
export interface StartingPostgres {
  /** `address`, by way of this one. */
  through(address: string): string;
  readonly refused: number;
  close(): Promise<void>;
}

export async function startingPostgres(target: string, refusals: number): Promise<StartingPostgres> {
  const { hostname, port } = new URL(target);
  let refused = 0;
  const server = createServer((client) => {
    client.on('error', () => undefined);
    if (refused < refusals) {
      refused += 1;
      return client.once('data', () => client.end(STILL_STARTING));
    }
    const upstream = connect(Number(port), hostname);
    upstream.on('error', () => client.destroy());
    client.on('close', () => upstream.destroy());
    return client.pipe(upstream).pipe(client);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    through(address) {
      const changed = new URL(address);
      changed.port = String((server.address() as AddressInfo).port);
      return changed.href;
    },
    get refused() {
      return refused;
    },
    async close() {
      server.close();
      await once(server, 'close');
    },
  };
}

/** An error of Postgres's protocol: its kind, its length, and fields that end with a zero. */
const fields = Buffer.from('SFATAL\0VFATAL\0C57P03\0Mthe database system is starting up\0\0');
const STILL_STARTING = Buffer.concat([Buffer.from('E'), Buffer.from([0, 0, 0, fields.length + 4]), fields]);

import { createTcpProxy } from './tcp-proxy.js';

/** A consumer's acknowledgement as it goes over the wire; each is written in one piece. */
const ACK = /PUB \$JS\.ACK\.\S+ 4\r\n\+ACK\r\n/g;

/**
 * Stands between a client and its nats-server and disturbs acknowledgements. `drop` removes them, `cut` closes the
 * connection instead, like a process that dies between commit and acknowledgement.
 */
export interface AckProxy {
  readonly url: string;
  mode: 'pass' | 'drop' | 'cut';
  /** What harm was done so far. */
  readonly done: { dropped: number; cut: number };
  close(): Promise<void>;
}

export async function createAckProxy(target: string): Promise<AckProxy> {
  const { url, close } = await createTcpProxy(target, (data, { client, upstream }) => {
    const text = data.toString('latin1');
    const acks = text.match(ACK)?.length ?? 0;
    if (acks > 0 && proxy.mode === 'cut') {
      proxy.done.cut += 1;
      client.destroy();
      return;
    }
    if (acks > 0 && proxy.mode === 'drop') proxy.done.dropped += acks;
    upstream.write(proxy.mode === 'drop' ? Buffer.from(text.replace(ACK, ''), 'latin1') : data);
  });
  const proxy: AckProxy = { url, mode: 'pass', done: { dropped: 0, cut: 0 }, close };
  return proxy;
}

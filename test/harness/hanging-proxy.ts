import { createTcpProxy } from './tcp-proxy.js';

/** Stands between a client and its server. While it hangs, nothing gets through and nobody is told: as behind a dead router. */
export interface HangingProxy {
  readonly url: string;
  hang(): void;
  /** What has waited gets through now. */
  goOn(): void;
  close(): Promise<void>;
}

export async function createHangingProxy(target: string): Promise<HangingProxy> {
  const { url, sockets, close } = await createTcpProxy(target);
  return {
    url,
    hang: () => sockets.forEach((socket) => socket.pause()),
    goOn: () => sockets.forEach((socket) => socket.resume()),
    close,
  };
}

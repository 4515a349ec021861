import { rm } from 'node:fs/promises';

export default async function stopServers(): Promise<void> {
  const servers = globalThis.rosterServers;
  if (!servers) return;
  await Promise.all([servers.nats.stop(), servers.postgres.stop('immediate')]);
  await rm(servers.root, { recursive: true, force: true });
}

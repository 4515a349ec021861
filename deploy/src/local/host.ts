import { pathToFileURL } from 'node:url';

import { runProcess, type RosterService, type Running } from '@roster/service-kit';

import type { Environments } from './shared-process.js';

/**
 * Runs several services as one process: `node host.js <module of a service> …`. Each has its own settings, bus
 * connection, databases and port for operators, as if it were alone. Modules are loaded at once. The settings contain
 * secrets, so they come later, by message: they do not appear among the arguments, and no service sees another's.
 */
await runProcess('roster', (nest) => {
  const started: { name: string; running: Running }[] = [];
  let stopping = false;
  const start = async () => {
    const [environments, services] = await Promise.all([told(), loaded(process.argv.slice(2))]);
    if (stopping) return;
    for (const service of services) {
      started.push({ name: service.name, running: service.start(environments[service.name] ?? {}, nest) });
    }
    await Promise.all(started.map(({ running }) => running.ready));
  };
  const stopWhere = (which: (name: string) => boolean) =>
    Promise.all(started.filter(({ name }) => which(name)).map(({ running }) => running.stop()));
  return {
    ready: start(),
    /** Stops the gateway first, so that no request is accepted that could not be answered. */
    async stop() {
      stopping = true;
      await stopWhere((name) => name === 'gateway');
      await stopWhere((name) => name !== 'gateway');
    },
  };
});

function told(): Promise<Environments> {
  return new Promise((resolve) => {
    process.once('message', (message) => resolve((message as { environments: Environments }).environments));
  });
}

function loaded(modules: readonly string[]): Promise<RosterService[]> {
  const load = async (file: string) => ((await import(pathToFileURL(file).href)) as { service: RosterService }).service;
  return Promise.all(modules.map(load));
}

import { pathToFileURL } from 'node:url';

import { runProcess, type RosterService, type Running } from '@roster/service-kit';

import type { Environments } from './shared-process.js';

/**
 * A program that runs several services as one process: `node host.js <module of a service> …`. Each has its own settings,
 * bus, databases and port for operators, as if it were alone. Modules are loaded at once; the settings, which hold
 * secrets, come later and by message: nobody sees them among the arguments, and no service sees another's.
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
    /** The gateway first, so that no request is taken that could not be answered. */
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

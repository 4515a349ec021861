import { Supervised, type SupervisedOptions } from '../processes/supervised.js';
import { SERVICES, serviceEnvironment, type Addresses, type Environment, type ServiceName } from './environment.js';
import { startService, type ServiceProcess } from './service.js';

/** One process of a service; replicas count from 1, and the first has the service's plain name. */
export interface Member {
  name: string;
  service: ServiceName;
  replica: number;
}

export type Replicas = Partial<Record<ServiceName, number>>;

const nameOf = (service: ServiceName, replica: number) => (replica === 1 ? service : `${service}-${replica}`);

export const members = (replicas: Replicas): Member[] =>
  SERVICES.flatMap((service) =>
    Array.from({ length: replicas[service] ?? 1 }, (_, index) => ({
      name: nameOf(service, index + 1),
      service,
      replica: index + 1,
    })),
  );

/** The names under which a member's ports are kept; the first gateway's own port is the one that was asked for. */
export const portNames = (member: Member): string[] => [
  adminPort(member),
  ...(isFurtherGateway(member) ? [member.name] : []),
];

const adminPort = ({ name }: Member) => `${name}-admin`;
const isFurtherGateway = ({ service, replica }: Member) => service === 'gateway' && replica > 1;

export interface FleetOptions extends SupervisedOptions {
  root: string;
  dir: string;
  port: number;
  portOf: (name: string) => number;
  addresses: Addresses;
  env: Environment;
}

export interface Fleet {
  readonly services: readonly Supervised<ServiceProcess>[];
  /** The gateways' addresses. */
  readonly urls: readonly string[];
  service(name: ServiceName, replica?: number): Supervised<ServiceProcess>;
  /** Gateways first, so that no request is taken that could not be answered. */
  stop(): Promise<void>;
}

/** All services' processes, not started yet. */
export function fleet(crew: readonly Member[], options: FleetOptions): Fleet {
  const { root, dir, portOf, addresses, env } = options;
  const gatewayPort = (member: Member) => (isFurtherGateway(member) ? portOf(member.name) : options.port);
  const processes = crew.map((member) => {
    const { name, service } = member;
    const listening = { host: '127.0.0.1', port: gatewayPort(member), admin: portOf(adminPort(member)) };
    const environment = { ...serviceEnvironment(service, addresses, listening), ...env };
    return {
      member,
      process: new Supervised(name, () => startService({ name, service, root, dir, environment }), options),
    };
  });
  const services = processes.map(({ process }) => process);
  const stopWhere = (which: (member: Member) => boolean) =>
    Promise.all(processes.filter(({ member }) => which(member)).map(({ process }) => process.stop()));
  return {
    services,
    urls: crew.filter(isGateway).map((member) => `http://localhost:${gatewayPort(member)}`),
    service(service, replica = 1) {
      const found = services.find(({ name }) => name === nameOf(service, replica));
      if (!found) throw new Error(`There is no ${nameOf(service, replica)} in this system`);
      return found;
    },
    async stop() {
      await stopWhere(isGateway);
      await stopWhere((member) => !isGateway(member));
    },
  };
}

const isGateway = ({ service }: Member) => service === 'gateway';

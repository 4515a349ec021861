import type { Caller, RpcCaller } from '@roster/contracts';
import type { RosterSystem, SystemOptions } from '@roster/deploy';
import { Bus, createLogger } from '@roster/service-kit';
import { Api } from './api.js';
import { Mailbox } from './mail.js';
import { patientCaller } from './patience.js';
import { SHARED_SYSTEM, startTestSystem, addressesOf, type SystemAddresses } from './shared-system.js';

/** A running Roster as a test sees it: the gateway, the caught mail, and the bus. */
export interface Roster extends SystemAddresses {
  /** Nobody is signed in. */
  api: Api;
  mail: Mailbox;
  /** Works as one of the bus's users: an internal service of the product unless said. */
  onBus<T>(work: (rpc: Pick<RpcCaller, 'call'>) => Promise<T>, caller?: Caller): Promise<T>;
}

export interface OwnSystem extends Roster {
  system: RosterSystem;
  /** Stops it, and deletes its data. */
  remove(): Promise<void>;
}

/** The system that all end-to-end tests of a run share. Tests must not stop or break any of its parts. */
export function sharedSystem(): Roster {
  const told = process.env[SHARED_SYSTEM];
  if (!told) throw new Error(`${SHARED_SYSTEM} is not set: run end-to-end tests with \`npm test\``);
  return roster(JSON.parse(told) as SystemAddresses);
}

/** A system of a test's own, to break: its own servers, data and ports. */
export async function ownSystem(options: Partial<SystemOptions> = {}): Promise<OwnSystem> {
  const { system, remove } = await startTestSystem(options);
  return { ...roster(addressesOf(system)), system, remove };
}

const roster = (at: SystemAddresses): Roster => ({
  ...at,
  api: new Api(at.url),
  mail: new Mailbox(at.mailApi),
  async onBus(work, caller = 'service') {
    const logger = createLogger('test', 'silent');
    const seed = at.seeds[caller];
    const bus = await Bus.connect({ servers: at.natsUrl, caller, logger, ...(seed ? { nkeySeed: seed } : {}) });
    try {
      return await work(patientCaller(bus));
    } finally {
      await bus.drain();
    }
  },
});

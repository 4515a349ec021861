import type { Context } from '@roster/contracts';
import { declarations, Declarer, type Declarations } from '@roster/deploy';
import { Bus, createLogger } from '@roster/service-kit';

import { eventually } from './eventually.js';

const silent = createLogger('test', 'silent');

/** Runs the declarer on this bus, as a whole Roster does. Resolves, once all is declared, with how to stop it. */
export async function keepDeclared(servers: string, declared: Declarations): Promise<() => Promise<void>> {
  const bus = await Bus.connect({ servers, caller: 'declarer', logger: silent });
  const declarer = new Declarer({ bus, declarations: declared, logger: silent });
  declarer.start();
  await eventually('all streams', async () => {
    declarer.assertReady();
    return true;
  });
  return async () => {
    await declarer.stop();
    await bus.drain();
  };
}

/** All streams, and the durables of one service only: hundreds of worlds are made in a run. */
export const declaredFor = (consumer: Context): Declarations => declarations({ consumers: [consumer] });

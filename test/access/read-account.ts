import { AccountSnapshot } from '../../apps/access/src/account/snapshots/account-snapshot.js';
import { loadAccount } from '../../apps/access/src/account/snapshots/load-account.js';
import { testPresets } from '../presets/presets.js';
import type { AccessWorld } from './access-world.js';

const presets = testPresets();

/** The account as the database has it, whatever a process has in memory. */
export async function readAccount(world: AccessWorld, accountId: string): Promise<AccountSnapshot> {
  const { database } = world.replica;
  const stored = await database.inAccount(accountId, (manager) => loadAccount(manager, accountId));
  const preset = stored && presets.get(stored.preset);
  const catalogue = stored && presets.catalogue(stored.preset);
  if (!stored || !preset || !catalogue) throw new Error(`There is no account ${accountId}`);
  return new AccountSnapshot(stored, preset, catalogue);
}

import type { Preset, PresetSet } from '@roster/contracts';
import type { AccountEntity } from './account.entity.js';

/** The preset of the account's product. */
export function presetOf(presets: PresetSet, { id, preset: name }: Pick<AccountEntity, 'id' | 'preset'>): Preset {
  const preset = presets.get(name);
  if (!preset) throw new Error(`The account ${id} has the preset "${name}", which is not loaded here`);
  return preset;
}

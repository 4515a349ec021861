import type { Brand, PresetSet } from '@roster/contracts';
import { ConfigError, type ProcessConfig } from './config.js';

/** The name where neither the settings nor a preset gives one. */
const OWN_NAME = 'Roster';

/**
 * The product's name and looks: each as the settings say it, else as the preset that PRODUCT_PRESET names does. Throws
 * {@link ConfigError} if there is no such preset.
 */
export function brandOf(config: ProcessConfig, presets: PresetSet): Brand {
  const { PRODUCT_PRESET: name } = config;
  const preset = name === undefined ? undefined : presets.get(name);
  if (name !== undefined && !preset) {
    throw new ConfigError(`PRODUCT_PRESET: "${name}" is no preset. There are: ${presets.names.join(', ')}`);
  }
  const own = preset?.brand;
  return {
    name: config.PRODUCT_NAME ?? preset?.labels.product ?? OWN_NAME,
    logoUrl: config.PRODUCT_LOGO_URL ?? own?.logoUrl ?? null,
    supportEmail: config.SUPPORT_EMAIL ?? own?.supportEmail ?? null,
    signInUrl: config.SIGN_IN_URL ?? own?.signInUrl ?? null,
    color: config.PRODUCT_COLOR ?? own?.color ?? null,
  };
}

import {
  activeSwitchUnsupported,
  provisioningUnsupported,
  RosterError,
  type CreateMember,
  type Preset,
} from '@roster/contracts';
import { invalid } from '@roster/service-kit';

type ProvisioningRules = Pick<Preset, 'provisioning' | 'lifecycle'>;

/** Throws unless members are invited in this product, and so many at once. */
export function requireInviting(
  { provisioning: { mode, bulk } }: Pick<ProvisioningRules, 'provisioning'>,
  emails: number,
): void {
  if (mode === 'password') throw unsupported(mode);
  if (emails > 1 && !bulk) throw invalid({ path: 'emails', message: 'must be one address at a time in this product' });
}

/** Throws unless administrators of this product create members with a form like this one. */
export function requireForm(
  { provisioning: { mode }, lifecycle: { activeSwitch } }: ProvisioningRules,
  { password, active }: Pick<CreateMember, 'password' | 'active'>,
): void {
  if (mode === 'invite') throw unsupported(mode);
  if (mode === 'password' && password === undefined) throw invalid({ path: 'password', message: 'is required' });
  if (active === undefined) return;
  if (!activeSwitch) throw new RosterError(activeSwitchUnsupported);
  if (password === undefined) {
    throw invalid({ path: 'active', message: 'is only for members with a password: others are invited first' });
  }
}

const unsupported = (mode: Preset['provisioning']['mode']) =>
  new RosterError(provisioningUnsupported, undefined, { details: { mode } });

import { Inject, Injectable } from '@nestjs/common';
import {
  accountNotFound,
  RosterError,
  type CallContext,
  type Catalogue,
  type Freshness,
  type MyPermissions,
  type Preset,
  type PresetList,
  type PresetSet,
  type Product,
} from '@roster/contracts';
import { effective, SCOPE_NAMES, type Catalogue as Permissions, type Feature } from '@roster/permissions';
import { PRESETS, signedIn } from '@roster/service-kit';
import type { AccountSnapshot } from '../../account/snapshots/account-snapshot.js';
import { Snapshots } from '../../account/snapshots/snapshots.js';

/** Shows all permissions that exist, and which of them the caller has. */
@Injectable()
export class CatalogueService {
  constructor(
    private readonly snapshots: Snapshots,
    @Inject(PRESETS) private readonly presets: PresetSet,
  ) {}

  async catalogue({ accountId }: CallContext): Promise<Catalogue> {
    const { snapshot, preset } = await this.accountOf(accountId);
    return { preset: preset.name, features: featuresOf(snapshot.catalogue) };
  }

  async product({ accountId }: CallContext): Promise<Product> {
    const { preset } = await this.accountOf(accountId);
    return productOf(preset);
  }

  private async accountOf(accountId: string | undefined): Promise<AccountSnapshot> {
    const account = accountId ? await this.snapshots.current(accountId) : undefined;
    if (!account) throw new RosterError(accountNotFound);
    return account;
  }

  presetList(): PresetList {
    const items = this.presets.names.flatMap((name) => {
      const preset = this.presets.get(name);
      return preset ? [{ name, label: preset.labels.product, description: preset.description }] : [];
    });
    return { items, nextCursor: null };
  }

  /** The caller's permissions. There are none in an account that access does not know yet. */
  async mine({ atLeast }: Freshness, call: CallContext): Promise<MyPermissions> {
    const { accountId, actor, deadline } = signedIn(call);
    const account = await this.snapshots.atLeast(accountId, atLeast, deadline);
    if (!account) return { version: 0, permissions: {} };
    const { permissions, version } = effective(account.snapshot, actor.memberId, Date.now());
    const named = Object.entries(permissions).map(([key, scope]) => [key, [...scope]]);
    return { version, permissions: Object.fromEntries(named) };
  }
}

const featuresOf = (catalogue: Permissions): Catalogue['features'] =>
  catalogue.features.map((feature) => featureOf(feature, catalogue));

const featureOf = (
  { key, label, description, group, permissions }: Feature,
  catalogue: Permissions,
): Catalogue['features'][number] => ({
  key,
  label,
  description: description ?? null,
  group: group ?? null,
  baseAction: permissions.find(({ index, base }) => index === base)?.action ?? '',
  actions: permissions.map((permission) => ({
    permission: permission.key,
    name: permission.label,
    description: permission.description ?? null,
    kind: permission.kind,
    level: permission.level,
    grantable: permission.grantable,
    scopes: permission.kind === 'scoped' ? [...SCOPE_NAMES] : [],
    implies: permission.base === permission.index ? null : catalogue.at(permission.base).key,
    joinedTo: permission.decidedBy === permission.index ? null : catalogue.at(permission.decidedBy).key,
  })),
});

const productOf = ({ labels, ownership, security, ...preset }: Preset): Product => ({
  preset: preset.name,
  labels: {
    product: labels.product,
    inviteSubmit: labels.inviteSubmit,
    owner: ownership.label,
    agentAccess: labels.agentAccess ?? null,
    billingContact: labels.billingContact ?? null,
  },
  roleCardinality: preset.roleCardinality,
  rolesPage: preset.rolesPage ?? preset.roleCardinality !== 'none',
  ownerVisible: ownership.visible,
  provisioning: { ...preset.provisioning },
  lifecycle: { ...preset.lifecycle },
  exceptions: preset.exceptions,
  roleTree: preset.roleTree,
  recordScopes: preset.recordScopes,
  projects: preset.projects,
  seatPools: Object.entries(preset.seatPools).map(([pool, { label, overage }]) => ({ pool, label, overage })),
  billingContact: preset.billingContact,
  twoFactorColumn: security.twoFactorColumn,
  timeZone: preset.timeZone,
  features: { ...preset.features },
});

import { createHash } from 'node:crypto';
import { Catalogue, type FeatureDefinition, type Grants, type SubordinateBasis } from '@roster/permissions';

/**
 * A product as data: one JSON file, described by `preset.schema.json`, which says more on each field. Services read
 * these flags, never the preset's name.
 */
export interface Preset {
  readonly name: string;
  readonly description: string;
  /** The product's own words, by the place where they stand. */
  readonly labels: PresetLabels;
  /** The product's looks, and the addresses that people are sent to. */
  readonly brand?: PresetBrand;
  /** `single`: assigning replaces; `none`: members have exceptions only. */
  readonly roleCardinality: 'single' | 'multi' | 'none';
  /** Whether roles have a page of their own, where there are any; true unless said. Without it nobody makes custom roles. */
  readonly rolesPage?: boolean;
  readonly ownership: PresetOwnership;
  readonly provisioning: PresetProvisioning;
  readonly lifecycle: PresetLifecycle;
  readonly exceptions: 'off' | 'on' | 'primary';
  readonly roleTree: boolean;
  readonly recordScopes: boolean;
  /** `both` unless said; counts only where there are record scopes. */
  readonly subordinateBasis?: SubordinateBasis;
  readonly projects: 'off' | 'on' | 'withPartners';
  readonly seatPools: Readonly<Record<string, SeatPoolRule>>;
  readonly plans: readonly PresetPlan[];
  /** The id of the plan of an account whose owner chose none. */
  readonly defaultPlan: string;
  /** How many seats inviters may buy without the permission to edit the billing, where the account says nothing else. */
  readonly inviterMayBuy?: { readonly perPeriod: number };
  /** `member`: one member, whatever their role; `owner`: always the account's owner; `none`: there is no such thing. */
  readonly billingContact: 'member' | 'owner' | 'none';
  readonly security: PresetSecurity;
  readonly timeZone: 'accountSettings' | 'ownerProfile';
  readonly features: PresetFeatures;
  /** Whether everyone has `self:view` and `self:edit`; true unless said. */
  readonly selfForAll?: boolean;
  readonly agentGrants?: Grants;
  readonly catalogue: readonly FeatureDefinition[];
  readonly systemRoles: readonly SystemRole[];
}

export interface PresetLabels {
  readonly product: string;
  readonly inviteSubmit: string;
  readonly agentAccess?: string;
  readonly billingContact?: string;
}

interface PresetBrand {
  readonly logoUrl?: string;
  readonly supportEmail?: string;
  readonly signInUrl?: string;
  /** `#rrggbb`. */
  readonly color?: string;
}

export interface PresetOwnership {
  readonly label: string;
  /** The slug of the system role that whoever is owner holds. */
  readonly ensureRole?: string;
  /** Whether lists show who the owner is. */
  readonly visible: boolean;
}

export interface PresetProvisioning {
  readonly mode: 'invite' | 'password' | 'both';
  /** Whether one submission may carry several addresses. */
  readonly bulk: boolean;
}

export interface PresetLifecycle {
  readonly activeSwitch: boolean;
  readonly deleteRequiresRevoked: boolean;
  readonly deleteRequiresReassignment: boolean;
}

/** What a seat beyond what the plan includes costs, or that there is none. */
export type SeatPoolRule =
  | { readonly label: string; readonly free?: number; readonly overage: 'block' }
  | {
      readonly label: string;
      /** Seats that cost nothing, whatever the plan. */
      readonly free?: number;
      readonly overage: 'consent';
      /** In the smallest unit of the currency (cents). */
      readonly unitPrice: number;
      /** ISO 4217. */
      readonly currency: string;
      readonly interval: 'month' | 'year';
    };

/** What an account buys. */
export interface PresetPlan {
  readonly id: string;
  readonly name: string;
  readonly description?: string;
  /** Of an interval, in the smallest unit of the currency (cents). */
  readonly price: number;
  /** ISO 4217. */
  readonly currency: string;
  readonly interval: 'month' | 'year';
  /** Seats that come with it, by pool; none of a pool that it leaves out. */
  readonly included: Readonly<Record<string, number>>;
  /** What it unlocks: `customRoles`. */
  readonly features: readonly string[];
  /** False: only a back office gives it. True unless said. */
  readonly public?: boolean;
  /** Whether only accounts that have it already keep it. */
  readonly closed?: boolean;
}

/** Whether an account can choose the plan by itself. */
export const isOffered = ({ public: isPublic = true, closed = false }: PresetPlan): boolean => isPublic && !closed;

export interface PresetSecurity {
  readonly twoFactorColumn: boolean;
  readonly backupCodes: boolean;
}

export interface PresetFeatures {
  /** `plan`: where the account's plan has custom roles. */
  readonly customRoles: 'off' | 'on' | 'plan';
  readonly teams: boolean;
  readonly agentAccess: boolean;
  readonly ipRestrictions: boolean;
  readonly leadRouters: boolean;
  readonly handover: boolean;
}

/** A role that every account of the product has, and that nobody can change. Listed in the order of display. */
export interface SystemRole {
  readonly slug: string;
  readonly name: string;
  readonly description: string;
  readonly icon: string;
  /** The slug of the role above it, where there is a role tree. */
  readonly manager?: string;
  readonly grants: Grants;
}

/** The slug of the role that is the owner's alone: the owner's role, where that is the root of the role tree. */
export function ownersOnlyRole({ roleTree, ownership, systemRoles }: Preset): string | undefined {
  const owners = systemRoles.find(({ slug }) => slug === ownership.ensureRole);
  return roleTree && owners && owners.manager === undefined ? owners.slug : undefined;
}

/** The preset's part of the permission model: what the evaluator needs to know of the product. */
export function catalogueOf(preset: Preset): Catalogue {
  return new Catalogue({
    hash: contentHash(preset),
    features: preset.catalogue,
    projects: preset.projects !== 'off',
    ...(preset.selfForAll !== undefined && { selfForAll: preset.selfForAll }),
    ...(preset.agentGrants && { agentGrants: preset.agentGrants }),
    ...(preset.subordinateBasis && { subordinateBasis: preset.subordinateBasis }),
  });
}

/** SHA-256, in hex, of the content: the order of keys and the layout of the file do not count. */
export const contentHash = (content: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify(content, (_, value: unknown) => sortedKeys(value)))
    .digest('hex');

const sortedKeys = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
    : value;

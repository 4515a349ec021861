import { IsIn } from 'class-validator';
import { Nothing } from '../core/common.contract.js';
import { rpc } from '../core/contract.js';

/** The product's own words, each by the place in the console where it is shown. Null: the product has no such thing. */
export class ProductLabels {
  product!: string;
  /** On the button that adds people. */
  inviteSubmit!: string;
  /** The owner, beside their name. */
  owner!: string;
  agentAccess!: string | null;
  billingContact!: string | null;
}

export class ProductProvisioning {
  /** `invite`: by mail; `password`: with a password that the administrator chooses; `both`. */
  @IsIn(['invite', 'password', 'both'])
  mode!: 'invite' | 'password' | 'both';
  /** Whether one submission may carry several addresses. */
  bulk!: boolean;
}

export class ProductLifecycle {
  /** Whether members can be switched off and on. */
  activeSwitch!: boolean;
  /** Whether only members without access can be deleted. */
  deleteRequiresRevoked!: boolean;
  /** Whether a deletion has to name who gets the records. */
  deleteRequiresReassignment!: boolean;
}

export class ProductFeatures {
  /** `plan`: where the account's plan has custom roles. */
  @IsIn(['off', 'on', 'plan'])
  customRoles!: 'off' | 'on' | 'plan';
  teams!: boolean;
  agentAccess!: boolean;
  ipRestrictions!: boolean;
  leadRouters!: boolean;
  handover!: boolean;
}

/** A kind of seat that members take. */
export class ProductSeatPool {
  /** `users`, `agents`, or another that the product has. */
  pool!: string;
  label!: string;
  /** What happens beyond the seats of the plan: refused, or taken with consent to the price. */
  @IsIn(['block', 'consent'])
  overage!: 'block' | 'consent';
}

/** What the account's product has, and how it names it: what a console shows, and what it leaves out. */
export class Product {
  preset!: string;
  labels!: ProductLabels;
  /** Roles of one member: exactly one, any number, or there are no roles. */
  @IsIn(['single', 'multi', 'none'])
  roleCardinality!: 'single' | 'multi' | 'none';
  /** Whether roles have a page of their own. */
  rolesPage!: boolean;
  /** Whether lists show who the owner is. */
  ownerVisible!: boolean;
  provisioning!: ProductProvisioning;
  lifecycle!: ProductLifecycle;
  /** Exceptions of single members: none, besides their roles, or instead of roles. */
  @IsIn(['off', 'on', 'primary'])
  exceptions!: 'off' | 'on' | 'primary';
  roleTree!: boolean;
  recordScopes!: boolean;
  @IsIn(['off', 'on', 'withPartners'])
  projects!: 'off' | 'on' | 'withPartners';
  /** Empty where nobody counts seats. */
  seatPools!: ProductSeatPool[];
  @IsIn(['member', 'owner', 'none'])
  billingContact!: 'member' | 'owner' | 'none';
  /** Whether the list of members shows who has a second factor. */
  twoFactorColumn!: boolean;
  /** Where the account's time zone is set. */
  @IsIn(['accountSettings', 'ownerProfile'])
  timeZone!: 'accountSettings' | 'ownerProfile';
  features!: ProductFeatures;
}

export const getProduct = rpc({
  context: 'access',
  noun: 'product',
  verb: 'get',
  http: {
    method: 'GET',
    path: '/v1/product',
    tag: 'Accounts',
    summary: 'Show what the account’s product has, and how it names it',
  },
  description:
    'Says which parts the account’s product has (roles, teams, agents, a form for new members …) and what it calls them, so that a page shows what there is.',
  permission: { open: 'self' },
  input: Nothing,
  output: Product,
  callers: ['gateway'],
});

import type { ActionDefinition, FeatureDefinition } from './definition.js';

export interface PlatformFeature extends FeatureDefinition {
  readonly label: string;
  /** Applies to every action of the feature, including those that a preset adds. */
  readonly whileSuspended?: boolean;
}

const action = (key: string, label: string): ActionDefinition => ({ key, label });
const ownersOnly = (key: string, label: string): ActionDefinition => ({ key, label, grantable: false });

/** The permissions that Roster itself needs, for managing members, roles and so on. Every catalogue has them. */
export const PLATFORM_FEATURES: readonly PlatformFeature[] = [
  {
    key: 'members',
    label: 'Members',
    actions: [
      action('view', 'View members'),
      action('invite', 'Invite members'),
      action('edit', 'Edit members and their roles'),
      action('revoke', 'Revoke and restore access'),
      action('delete', 'Delete members'),
    ],
  },
  {
    key: 'permissions',
    label: 'Permissions',
    actions: [action('view', 'View what others may do'), action('edit', 'Edit permissions of single members')],
  },
  {
    key: 'roles',
    label: 'Roles',
    actions: [
      action('view', 'View roles'),
      action('create', 'Create roles'),
      action('edit', 'Edit roles'),
      action('delete', 'Delete roles'),
    ],
  },
  {
    key: 'projects',
    label: 'Projects',
    actions: [
      action('view', 'View projects'),
      action('create', 'Create projects'),
      action('assign', 'Put members on project teams'),
      action('edit', 'Edit projects'),
      action('delete', 'Delete projects'),
    ],
  },
  {
    key: 'records',
    label: 'Record ownership',
    actions: [
      action('view', 'View who owns records'),
      action('edit', 'Change who owns records'),
      action('delete', 'Remove records from the register'),
    ],
  },
  {
    key: 'billing',
    label: 'Billing',
    whileSuspended: true,
    actions: [action('view', 'View plan, seats and invoices'), action('edit', 'Change plan and payment')],
  },
  {
    key: 'security',
    label: 'Security',
    actions: [action('view', 'View security settings'), action('edit', 'Edit security settings')],
  },
  {
    key: 'audit',
    label: 'Audit',
    actions: [action('view', 'View the audit trail'), action('export', 'Export the audit trail')],
  },
  {
    key: 'notifications',
    label: 'Notifications',
    actions: [action('view', 'View notifications'), action('edit', 'Edit notifications')],
  },
  {
    key: 'settings',
    label: 'Settings',
    actions: [action('view', 'View settings'), action('edit', 'Edit settings')],
  },
  {
    key: 'self',
    label: 'Own profile',
    actions: [action('view', 'View own profile'), action('edit', 'Edit own profile')],
  },
  {
    key: 'account',
    label: 'Account',
    actions: [
      ownersOnly('validate', 'Validate the account'),
      ownersOnly('transfer', 'Transfer ownership'),
      ownersOnly('set-time-zone', 'Set the time zone'),
    ],
  },
];

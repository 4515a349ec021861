import type { ActionDefinition, FeatureDefinition } from './definition.js';

export interface PlatformFeature extends FeatureDefinition {
  readonly label: string;
  /** Applies to every action of the feature, including those that a preset adds. */
  readonly whileSuspended?: boolean;
}

const action = (key: string, label: string, description: string): ActionDefinition => ({ key, label, description });
const ownersOnly = (key: string, label: string, description: string): ActionDefinition => ({
  ...action(key, label, description),
  grantable: false,
});

const inProject = (definition: ActionDefinition): ActionDefinition => ({ ...definition, level: 'project' });

/** What Roster itself needs for managing one project. Only the catalogues of products with projects have it. */
const PROJECT_FEATURES: readonly PlatformFeature[] = [
  {
    key: 'project',
    label: 'Project',
    description:
      'What concerns the project as a whole. Its settings, its end and its owner are the project owner’s affair and cannot be granted.',
    group: 'Project',
    actions: [
      inProject(action('view', 'View the project', 'Open the project. Everybody on its team needs it.')),
      inProject(
        ownersOnly(
          'edit-settings',
          'Edit the settings of the project',
          'Change the settings of the project. Only its owner can.',
        ),
      ),
      inProject(
        ownersOnly('delete', 'Delete the project', 'End the project with all that is in it. Only its owner can.'),
      ),
      inProject(
        ownersOnly(
          'transfer',
          'Hand the project over to another owner',
          'Make somebody else the owner of the project. Only its owner can.',
        ),
      ),
    ],
  },
  {
    key: 'project-team',
    label: 'Team',
    group: 'Project',
    actions: [
      inProject(action('view', 'View the project team', 'See who works on the project.')),
      inProject(action('edit', 'Edit the project team', 'Put people on the team of the project, and take them off.')),
    ],
  },
  {
    key: 'project-permissions',
    label: 'Permissions in the project',
    group: 'Project',
    actions: [
      inProject(
        action(
          'view',
          'View what others may do in the project',
          'See what each person on the team may do in the project.',
        ),
      ),
      inProject(
        action(
          'edit',
          'Edit what others may do in the project',
          'Change what each person on the team may do in the project.',
        ),
      ),
    ],
  },
];

/** The permissions that Roster itself needs, for managing members, roles and so on. Every catalogue has them. */
const PLATFORM_FEATURES: readonly PlatformFeature[] = [
  {
    key: 'members',
    label: 'Members',
    actions: [
      action('view', 'View members', 'See who is in the account, with their roles and status.'),
      action('invite', 'Invite members', 'Bring new people into the account.'),
      action(
        'edit',
        'Edit members and their roles',
        'Change people’s profiles, roles, teams and managers. Nobody gives more than they have.',
      ),
      action('revoke', 'Revoke and restore access', 'Take a person’s access away, and give it back.'),
      action('delete', 'Delete members', 'Remove people for good, and hand over what they own.'),
    ],
  },
  {
    key: 'permissions',
    label: 'Permissions',
    actions: [
      action('view', 'View what others may do', 'See the permissions of others, and why they have them.'),
      action(
        'edit',
        'Edit permissions of single members',
        'Give one person a permission, or take it from them, whatever their role says.',
      ),
    ],
  },
  {
    key: 'roles',
    label: 'Roles',
    actions: [
      action('view', 'View roles', 'See which roles there are, what they grant and who has them.'),
      action('create', 'Create roles', 'Make new roles.'),
      action('edit', 'Edit roles', 'Change what roles grant, and their order.'),
      action('delete', 'Delete roles', 'Remove roles; whoever has one gets another instead.'),
    ],
  },
  {
    key: 'projects',
    label: 'Projects',
    actions: [
      action('view', 'View projects', 'See which projects there are.'),
      action('create', 'Create projects', 'Begin new projects, and own them.'),
      action('assign', 'Put members on project teams', 'Decide who works on which project.'),
      action('edit', 'Share projects', 'Open projects to the people of another organization.'),
    ],
  },
  {
    key: 'records',
    label: 'Record ownership',
    actions: [
      action('view', 'View who owns records', 'See which person owns which record.'),
      action('edit', 'Change who owns records', 'Make somebody else the owner of records.'),
      action(
        'delete',
        'Remove records from the register',
        'Have it forgotten who owns a record. The record itself stays.',
      ),
    ],
  },
  {
    key: 'billing',
    label: 'Billing',
    whileSuspended: true,
    actions: [
      action('view', 'View plan, seats and invoices', 'See what the account has bought and what it costs.'),
      action('edit', 'Change plan and payment', 'Choose another plan, and how it is paid.'),
    ],
  },
  {
    key: 'security',
    label: 'Security',
    actions: [
      action('view', 'View security settings', 'See how people must sign in.'),
      action(
        'edit',
        'Edit security settings',
        'Decide how people must sign in: second factors, identity providers, networks.',
      ),
    ],
  },
  {
    key: 'audit',
    label: 'Audit',
    actions: [
      action('view', 'View the audit trail', 'See who changed what, and when.'),
      action('export', 'Export the audit trail', 'Take the audit trail out as a file.'),
    ],
  },
  {
    key: 'notifications',
    label: 'Notifications',
    actions: [
      action('view', 'View notifications', 'See which mails were sent, and whether they arrived.'),
      action('edit', 'Edit notifications', 'Have mails sent again.'),
    ],
  },
  {
    key: 'settings',
    label: 'Settings',
    actions: [
      action('view', 'View settings', 'See the settings of the account.'),
      action('edit', 'Edit settings', 'Change the settings of the account, such as its name.'),
    ],
  },
  {
    key: 'self',
    label: 'Own profile',
    actions: [
      action('view', 'View own profile', 'See one’s own profile.'),
      action('edit', 'Edit own profile', 'Change one’s own profile, address and credentials.'),
    ],
  },
  {
    key: 'account',
    label: 'Account',
    actions: [
      ownersOnly('validate', 'Validate the account', 'Confirm the account by telephone. Only its owner can.'),
      ownersOnly('transfer', 'Transfer ownership', 'Make somebody else the owner of the account. Only its owner can.'),
      ownersOnly('set-time-zone', 'Set the time zone', 'Choose the time zone of the account. Only its owner can.'),
    ],
  },
];

/** The features of Roster itself in a product with or without projects. */
export const platformFeatures = (hasProjects: boolean): readonly PlatformFeature[] =>
  hasProjects ? [...PLATFORM_FEATURES, ...PROJECT_FEATURES] : PLATFORM_FEATURES;

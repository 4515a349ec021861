import { QueryClient } from '@tanstack/react-query';
import { createRoute, createRouter, lazyRouteComponent, notFound, redirect } from '@tanstack/react-router';
import { isRefusal, retrySafely } from './api/problem.js';
import { ownPath } from './app/own-path.js';
import { Broken, NotFound, Waiting } from './app/states.js';
import { productQuery } from './app/product.js';
import { meQuery, permissionsQuery } from './app/session.js';
import { auditSearch } from './screens/audit/audit.search.js';
import { arrivals } from './arrivals.js';
import { root } from './root.js';
import { userSearch } from './screens/user-detail/user.search.js';
import { usersSearch } from './screens/users/users.search.js';

export const queries = new QueryClient({
  defaultOptions: {
    queries: { staleTime: 5_000, retry: retrySafely },
    mutations: { retry: false },
  },
});

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/console/sign-in',
  validateSearch: ({ next }: Record<string, unknown>): { next?: string } =>
    next === undefined ? {} : { next: ownPath(next, location.origin) },
  component: lazyRouteComponent(() => import('./screens/sign-in/sign-in.screen.js'), 'SignInScreen'),
});

/** Everything that needs a session: whoever has none signs in first, and comes back. */
const signedIn = createRoute({
  getParentRoute: () => root,
  path: '/console',
  beforeLoad: async ({ context, location: { href } }) => {
    try {
      const { queries: known } = context;
      await Promise.all([
        known.ensureQueryData(meQuery),
        known.ensureQueryData(permissionsQuery),
        known.ensureQueryData(productQuery),
      ]);
    } catch (error) {
      if (isRefusal(error, 'session.required')) throw redirect({ to: '/console/sign-in', search: { next: href } });
      throw error;
    }
  },
  component: lazyRouteComponent(() => import('./app/shell.js'), 'Shell'),
});

const home = createRoute({
  getParentRoute: () => signedIn,
  path: '/',
  component: lazyRouteComponent(() => import('./screens/home/home.screen.js'), 'HomeScreen'),
});

const users = createRoute({
  getParentRoute: () => signedIn,
  path: '/users',
  validateSearch: usersSearch,
  component: lazyRouteComponent(() => import('./screens/users/users.screen.js'), 'UsersScreen'),
});

const newUser = createRoute({
  getParentRoute: () => signedIn,
  path: '/users/new',
  component: lazyRouteComponent(() => import('./screens/new-user/new-user.screen.js'), 'NewUserScreen'),
});

const user = createRoute({
  getParentRoute: () => signedIn,
  path: '/users/$memberId',
  validateSearch: userSearch,
  component: lazyRouteComponent(() => import('./screens/user-detail/user.screen.js'), 'UserScreen'),
});

const profile = createRoute({
  getParentRoute: () => signedIn,
  path: 'profile',
  component: lazyRouteComponent(() => import('./screens/profile/profile.screen.js'), 'ProfileScreen'),
});

const account = createRoute({
  getParentRoute: () => signedIn,
  path: 'account',
  validateSearch: ({ transfer }: Record<string, unknown>): { transfer?: string } =>
    typeof transfer === 'string' ? { transfer } : {},
  component: lazyRouteComponent(() => import('./screens/account/account.screen.js'), 'AccountScreen'),
});

const security = createRoute({
  getParentRoute: () => signedIn,
  path: 'security',
  component: lazyRouteComponent(() => import('./screens/security/security.screen.js'), 'SecurityScreen'),
});

const audit = createRoute({
  getParentRoute: () => signedIn,
  path: 'audit',
  validateSearch: auditSearch,
  component: lazyRouteComponent(() => import('./screens/audit/audit.screen.js'), 'AuditScreen'),
});

const billing = createRoute({
  getParentRoute: () => signedIn,
  path: 'billing',
  component: lazyRouteComponent(() => import('./screens/billing/billing.screen.js'), 'BillingScreen'),
});

const mails = createRoute({
  getParentRoute: () => signedIn,
  path: 'mails',
  validateSearch: ({ cursor }: Record<string, unknown>): { cursor?: string } =>
    typeof cursor === 'string' ? { cursor } : {},
  component: lazyRouteComponent(() => import('./screens/mails/mails.screen.js'), 'MailsScreen'),
});

const roles = createRoute({
  getParentRoute: () => signedIn,
  path: 'roles',
  beforeLoad: ({ context }) => {
    if (!context.queries.getQueryData(productQuery.queryKey)?.rolesPage) throw notFound();
  },
});

const roleList = createRoute({
  getParentRoute: () => roles,
  path: '/',
  component: lazyRouteComponent(() => import('./screens/roles/roles.screen.js'), 'RolesScreen'),
});

const newRole = createRoute({
  getParentRoute: () => roles,
  path: 'new',
  /** `from`: the id of the role that it begins as a copy of. */
  validateSearch: ({ from }: Record<string, unknown>): { from?: string } => (typeof from === 'string' ? { from } : {}),
  component: lazyRouteComponent(() => import('./screens/role/new-role.screen.js'), 'NewRoleScreen'),
});

const role = createRoute({
  getParentRoute: () => roles,
  path: '$roleId',
  component: lazyRouteComponent(() => import('./screens/role/role.screen.js'), 'RoleScreen'),
});

const roleChart = createRoute({
  getParentRoute: () => roles,
  path: 'chart',
  beforeLoad: ({ context }) => {
    if (!context.queries.getQueryData(productQuery.queryKey)?.roleTree) throw notFound();
  },
  component: lazyRouteComponent(() => import('./screens/role-chart/role-chart.screen.js'), 'RoleChartScreen'),
});

const teams = createRoute({
  getParentRoute: () => signedIn,
  path: 'teams',
  beforeLoad: ({ context }) => {
    if (!context.queries.getQueryData(productQuery.queryKey)?.features.teams) throw notFound();
  },
});

const teamList = createRoute({
  getParentRoute: () => teams,
  path: '/',
  component: lazyRouteComponent(() => import('./screens/teams/teams.screen.js'), 'TeamsScreen'),
});

const team = createRoute({
  getParentRoute: () => teams,
  path: '$teamId',
  validateSearch: ({ cursor }: Record<string, unknown>): { cursor?: string } =>
    typeof cursor === 'string' ? { cursor } : {},
  component: lazyRouteComponent(() => import('./screens/teams/team.screen.js'), 'TeamScreen'),
});

const projects = createRoute({
  getParentRoute: () => signedIn,
  path: 'projects',
  beforeLoad: ({ context }) => {
    if (context.queries.getQueryData(productQuery.queryKey)?.projects === 'off') throw notFound();
  },
});

const projectList = createRoute({
  getParentRoute: () => projects,
  path: '/',
  component: lazyRouteComponent(() => import('./screens/projects/projects.screen.js'), 'ProjectsScreen'),
});

const project = createRoute({
  getParentRoute: () => projects,
  path: '$projectId',
  component: lazyRouteComponent(() => import('./screens/project/project.screen.js'), 'ProjectScreen'),
});

const permissions = createRoute({
  getParentRoute: () => signedIn,
  path: 'permissions',
  validateSearch: ({ q }: Record<string, unknown>): { q?: string } => (typeof q === 'string' && q ? { q } : {}),
  component: lazyRouteComponent(() => import('./screens/permissions/permissions.screen.js'), 'PermissionsScreen'),
});

export const router = createRouter({
  routeTree: root.addChildren([
    signIn,
    ...arrivals,
    signedIn.addChildren([
      home,
      users,
      newUser,
      user,
      profile,
      account,
      security,
      audit,
      mails,
      billing,
      roles.addChildren([roleList, roleChart, newRole, role]),
      teams.addChildren([teamList, team]),
      projects.addChildren([projectList, project]),
      permissions,
    ]),
  ]),
  context: { queries },
  defaultPendingComponent: Waiting,
  defaultErrorComponent: Broken,
  defaultNotFoundComponent: NotFound,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}

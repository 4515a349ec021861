import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { root } from './root.js';

/**
 * The pages that mails and providers lead to. Their paths stand in mails and at providers, so they stay; the gateway lists
 * them too (`apps/gateway/src/routes/console/console.controller.ts`).
 */
export const arrivals = [
  createRoute({
    getParentRoute: () => root,
    path: '/accept-invitation',
    component: lazyRouteComponent(() => import('./screens/invitation/invitation.screen.js'), 'InvitationScreen'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/verify-email',
    component: lazyRouteComponent(() => import('./screens/mailed-links/verify-email.screen.js'), 'VerifyEmailScreen'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/reset-password',
    component: lazyRouteComponent(
      () => import('./screens/password-reset/password-reset.screen.js'),
      'PasswordResetScreen',
    ),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/confirm-email',
    component: lazyRouteComponent(() => import('./screens/mailed-links/confirm-email.screen.js'), 'ConfirmEmailScreen'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/undo-email-change',
    component: lazyRouteComponent(
      () => import('./screens/mailed-links/undo-email-change.screen.js'),
      'UndoEmailChangeScreen',
    ),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/authorize-ip',
    component: lazyRouteComponent(() => import('./screens/mailed-links/authorize-ip.screen.js'), 'AuthorizeIpScreen'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/sso-callback/$target',
    component: lazyRouteComponent(() => import('./screens/landing/landing.screen.js'), 'LandingScreen'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/connection-callback/$target',
    component: lazyRouteComponent(() => import('./screens/landing/landing.screen.js'), 'LandingScreen'),
  }),
] as const;

import { queryOptions } from '@tanstack/react-query';
import { api, bodyOf } from '../../api/client.js';
import type { components } from '../../api/schema.js';

export type Plan = components['schemas']['Plan'];
export type Subscription = components['schemas']['Subscription'];
export type BillingDetails = components['schemas']['BillingDetails'];
export type BillingSettings = components['schemas']['BillingSettings'];

/** Those of the account’s own product. */
export const plansQuery = queryOptions({
  queryKey: ['billing', 'plans'],
  queryFn: ({ signal }) => bodyOf(api.GET('/v1/plans', { signal })),
});

/** Who gets the bills. */
export const contactQuery = queryOptions({
  queryKey: ['billing', 'contact'],
  queryFn: ({ signal }) => bodyOf(api.GET('/v1/billing/contact', { signal })),
  meta: { shows: ['billing-contact', 'account'] },
});

/** To whom bills are written. */
export const detailsQuery = queryOptions({
  queryKey: ['billing', 'details'],
  queryFn: ({ signal }) => bodyOf(api.GET('/v1/billing/details', { signal })),
  meta: { shows: ['seat'] },
});

export const settingsQuery = queryOptions({
  queryKey: ['billing', 'settings'],
  queryFn: ({ signal }) => bodyOf(api.GET('/v1/billing/settings', { signal })),
});

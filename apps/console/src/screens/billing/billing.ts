import { queryOptions } from '@tanstack/react-query';
import { api, bodyOf } from '../../api/client.js';
import type { components } from '../../api/schema.js';

export type Plan = components['schemas']['Plan'];
export type BillingSettings = components['schemas']['BillingSettings'];

export const settingsQuery = queryOptions({
  queryKey: ['billing', 'settings'],
  queryFn: ({ signal }) => bodyOf(api.GET('/v1/billing/settings', { signal })),
});

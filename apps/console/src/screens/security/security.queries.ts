import { queryOptions } from '@tanstack/react-query';
import { api, bodyOf } from '../../api/client.js';
import { all, from } from '../../api/pages.js';
import type { components } from '../../api/schema.js';

type Schemas = components['schemas'];
export type Domain = Schemas['Domain'];
export type Provider = Schemas['SsoConnection'];
export type ApiKey = Schemas['ApiKey'];
export type Policy = Schemas['SecuritySettings'];

export const policyQuery = queryOptions({
  queryKey: ['security', 'policy'],
  queryFn: ({ signal }) => bodyOf(api.GET('/v1/settings/security', { signal })),
  meta: { shows: ['security-settings'] },
});

export const domainsQuery = queryOptions({
  queryKey: ['security', 'domains'],
  queryFn: ({ signal }) => all((cursor) => bodyOf(api.GET('/v1/domains', { params: from(cursor), signal }))),
  meta: { shows: ['domain'] },
});

export const providersQuery = queryOptions({
  queryKey: ['security', 'providers'],
  queryFn: ({ signal }) => all((cursor) => bodyOf(api.GET('/v1/sso-connections', { params: from(cursor), signal }))),
  meta: { shows: ['sso-connection'] },
});

export const apiKeysQuery = queryOptions({
  queryKey: ['security', 'api-keys'],
  queryFn: ({ signal }) => all((cursor) => bodyOf(api.GET('/v1/api-keys', { params: from(cursor), signal }))),
  meta: { shows: ['api-key'] },
});

import { queryOptions } from '@tanstack/react-query';
import { api, bodyOf } from '../../api/client.js';
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

interface Paged<T> {
  readonly items: T[];
  readonly nextCursor: string | null;
}

/** All of a list that is never long: page after page. */
async function all<T>(page: (cursor?: string) => Promise<Paged<T>>): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | undefined;
  do {
    // Each page names the next one.
    // oxlint-disable-next-line no-await-in-loop
    const { items: more, nextCursor } = await page(cursor);
    items.push(...more);
    cursor = nextCursor ?? undefined;
  } while (cursor !== undefined);
  return items;
}

const from = (cursor: string | undefined) => ({ query: { limit: 200, ...(cursor && { cursor }) } });

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

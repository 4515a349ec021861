import type { QueryClient } from '@tanstack/react-query';
import { background, showAtLeast } from '../api/client.js';
import type { components } from '../api/schema.js';

type LiveEvent = components['schemas']['LiveEvent'];

/** What kinds of things a query shows: it is asked again when one of them has changed. */
type Noun =
  | 'account'
  | 'api-key'
  | 'audit'
  | 'billing-contact'
  | 'delivery'
  | 'domain'
  | 'member'
  | 'permissions'
  | 'project'
  | 'role'
  | 'seat'
  | 'security-settings'
  | 'sso-connection'
  | 'team';

declare module '@tanstack/react-query' {
  interface Register {
    queryMeta: { readonly shows?: readonly Noun[] };
  }
}

type Message = { readonly event: 'changed'; readonly data: LiveEvent } | { readonly event: 'resync' };

/**
 * Keeps what is on screen true: hears what changes in the account (`GET /v1/events`), and asks again for what shows it.
 * Of all windows of this browser that show the account one holds the stream, and tells the others. Returns how to stop.
 */
export function followEvents(queries: QueryClient, accountId: string): () => void {
  const name = `roster-events-${accountId}`;
  const windows = new BroadcastChannel(name);
  const stopped = new AbortController();
  const take = (message: Message): void => refresh(queries, message);
  windows.addEventListener('message', ({ data }: MessageEvent<Message>) => take(data));
  const hold = async (): Promise<void> => {
    const stream = new EventSource('/v1/events');
    const tell = (message: Message): void => {
      take(message);
      windows.postMessage(message);
    };
    stream.addEventListener('changed', ({ data }) =>
      tell({ event: 'changed', data: JSON.parse(data as string) as LiveEvent }),
    );
    stream.addEventListener('resync', () => tell({ event: 'resync' }));
    await new Promise<void>((resolve) => {
      stopped.signal.addEventListener('abort', () => resolve());
      // The browser comes back by itself, except after a refusal: then the next window in line tries, or the next page.
      stream.addEventListener('error', () => stream.readyState === EventSource.CLOSED && resolve());
    });
    stream.close();
  };
  navigator.locks.request(name, { signal: stopped.signal }, hold).catch((error: unknown) => {
    if (!stopped.signal.aborted) throw error;
  });
  return () => {
    stopped.abort();
    windows.close();
  };
}

function refresh(queries: QueryClient, message: Message): void {
  if (message.event === 'changed' && message.data.version !== undefined) showAtLeast(message.data.version);
  // The person did nothing, so their session does not live longer by it.
  void background(() =>
    queries.invalidateQueries({
      predicate: ({ meta }) =>
        message.event === 'resync' ? true : (meta?.shows?.includes(message.data.noun as Noun) ?? false),
    }),
  );
}

import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { api, background, bodyOf } from '../../api/client.js';
import type { components } from '../../api/schema.js';

export type Delivery = components['schemas']['Delivery'];

/** Milliseconds between two looks at mails that are on their way. */
const INTERVAL = 3_000;

const isOnItsWay = ({ state }: Delivery): boolean => state === 'pending' || state === 'sending';

/** A page of the mails of the account. No event tells that one was sent, so it is asked again while one is on its way. */
export function useMails(cursor: string | undefined) {
  const queries = useQueryClient();
  const mails = useQuery({
    queryKey: ['deliveries', cursor],
    queryFn: ({ signal }) =>
      bodyOf(api.GET('/v1/notifications/deliveries', { params: { query: { ...(cursor && { cursor }) } }, signal })),
    placeholderData: keepPreviousData,
    meta: { shows: ['delivery'] },
  });
  const moves = mails.data?.items.some(isOnItsWay) ?? false;
  useEffect(() => {
    if (!moves) return;
    const look = () => void background(() => queries.invalidateQueries({ queryKey: ['deliveries'] }));
    const timer = setInterval(look, INTERVAL);
    return () => clearInterval(timer);
  }, [moves, queries]);
  return mails;
}

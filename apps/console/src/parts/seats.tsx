import { Group, Progress, Stack, Text } from '@mantine/core';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { api, bodyOf } from '../api/client.js';
import type { components } from '../api/schema.js';
import { money } from '../app/money.js';
import { useProduct } from '../app/product.js';
import { useMay } from '../app/session.js';
import { words } from '../app/words.js';

export type SeatPool = components['schemas']['SeatPool'];

const useWords = words('seats', {
  taken: '{{used}} used, {{reserved}} reserved of {{limit}}',
  these_one: 'This takes {{count}} seat; {{left}} would be left.',
  these_other: 'This takes {{count}} seats; {{left}} would be left.',
  tooMany_one: 'This takes {{count}} seat, and {{available}} is free.',
  tooMany_other: 'This takes {{count}} seats, and {{available}} are free.',
  costs: 'A further seat costs {{price}}.',
});

export const seatsQuery = queryOptions({
  queryKey: ['billing', 'seats'],
  queryFn: ({ signal }) => bodyOf(api.GET('/v1/billing/seats', { signal })),
  meta: { shows: ['seat'] },
});

/** A pool of the account's seats; undefined where it has no such pool, or the person who is signed in may not see it. */
export function useSeats(pool: string): SeatPool | undefined {
  const may = useMay();
  const { data } = useQuery({ ...seatsQuery, enabled: may('billing:view') });
  return data?.pools.find((one) => one.pool === pool);
}

/** What a further seat costs, in words; undefined where none can be bought. */
export function priceOf({ unitPrice, currency, interval }: SeatPool): string | undefined {
  if (unitPrice === null || currency === null) return undefined;
  const amount = money(unitPrice, currency);
  return interval ? `${amount} a ${interval}` : amount;
}

/** How many seats are taken, and how many would be. */
export function SeatMeter({ pool, wanted }: { pool: SeatPool; wanted: number }) {
  const say = useWords();
  const { seatPools } = useProduct();
  const { used, reserved, included, freeOfCharge, bought, available } = pool;
  const limit = included + freeOfCharge + bought;
  const total = Math.max(limit, used + reserved + wanted, 1);
  const share = (seats: number): number => (100 * seats) / total;
  const price = priceOf(pool);
  const isTooMany = wanted > available;
  return (
    <Stack gap={4}>
      <Group justify="space-between">
        <Text fw={600}>{seatPools.find((one) => one.pool === pool.pool)?.label ?? pool.pool}</Text>
        <Text size="xs">{say('taken', { used, reserved, limit })}</Text>
      </Group>
      <Progress.Root size="sm" aria-hidden>
        <Progress.Section value={share(used)} color="accent" />
        <Progress.Section value={share(reserved)} color="accent.4" />
        <Progress.Section value={share(wanted)} color={isTooMany ? 'red' : 'green'} />
      </Progress.Root>
      <Text size="xs" role="status" mih={20}>
        {wanted > 0 &&
          (isTooMany
            ? say('tooMany', { count: wanted, available })
            : say('these', { count: wanted, left: available - wanted }))}
        {isTooMany && price && ` ${say('costs', { price })}`}
      </Text>
    </Stack>
  );
}

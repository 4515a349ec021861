import { Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useProduct } from '../../app/product.js';
import { day } from '../../app/quote.js';
import { Waiting } from '../../app/states.js';
import { Facts } from '../../parts/facts.js';
import { Problem } from '../../parts/problem.js';
import { priceOf, SeatMeter, seatsQuery, type SeatPool } from '../../parts/seats.js';
import { Section } from '../../parts/section.js';
import { useWords } from './billing.words.js';

/** How many seats of each kind the account has, how many are taken, and what a further one costs. */
export function Pools() {
  const say = useWords();
  const { data, error } = useQuery(seatsQuery);
  return (
    <Section title={say('seats')}>
      <Problem error={error} />
      {!data && !error && <Waiting />}
      {data?.pools.length === 0 && <Text c="dimmed">{say('noSeats')}</Text>}
      <Stack gap="lg">
        {data?.pools.map((pool) => (
          <Pool key={pool.pool} pool={pool} />
        ))}
      </Stack>
    </Section>
  );
}

function Pool({ pool }: { pool: SeatPool }) {
  const say = useWords();
  const { seatPools } = useProduct();
  const label = seatPools.find((one) => one.pool === pool.pool)?.label ?? pool.pool;
  const { bought, renewsAt, neededAtRenewal, freeOfCharge } = pool;
  return (
    <Stack gap="xs" component="section" aria-label={label}>
      <SeatMeter pool={pool} wanted={0} />
      <Facts
        facts={[
          ...(freeOfCharge > 0 ? [[say('freeOfCharge'), String(freeOfCharge)] as const] : []),
          ...(renewsAt
            ? [
                [
                  say('bought'),
                  bought > 0 ? say('boughtUntil', { count: bought, day: day(renewsAt), needed: neededAtRenewal }) : '0',
                ] as const,
              ]
            : []),
          [say('further'), priceOf(pool) ?? say('blocked')],
        ]}
      />
    </Stack>
  );
}

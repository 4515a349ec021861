import { Loader, Stack, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { api, bodyOf } from '../../../api/client.js';
import { Price } from '../../../app/consent.js';
import { useProduct } from '../../../app/product.js';
import { Problem } from '../../../parts/problem.js';
import { useWords } from '../new-user.words.js';

interface Props {
  /** The form. It sends the consent along, where one was needed. */
  readonly children: (consentId: string | undefined) => ReactNode;
}

/**
 * Where one more user costs something, the price comes before the form. Whoever declines is back at the list, and nobody
 * is made (BS-03 to BS-05).
 */
export function PriceFirst({ children }: Props) {
  const say = useWords();
  const navigate = useNavigate();
  const [consentId, setConsentId] = useState<string>();
  const { seatPools } = useProduct();
  const canCost = seatPools.some(({ pool, overage }) => pool === 'users' && overage === 'consent');
  const { data, error, refetch } = useQuery({
    queryKey: ['quote', 'users'],
    queryFn: ({ signal }) => bodyOf(api.POST('/v1/billing/quotes', { body: { seats: { users: 1 } }, signal })),
    enabled: canCost,
    // Each visit has a price of its own, which holds for a quarter of an hour.
    gcTime: 0,
    staleTime: Infinity,
  });
  if (!canCost || consentId || data?.needsConsent === false) return children(consentId);
  if (error) return <Problem error={error} />;
  if (!data) return <Loader />;
  return (
    <Stack gap="md" maw={520} component="section" aria-labelledby="price-first">
      <Title order={2} id="price-first">
        {say('costs')}
      </Title>
      <Price
        key={data.id}
        quote={data}
        onAgreed={setConsentId}
        onDeclined={() => void navigate({ to: '/console/users' })}
        onNewPrice={() => void refetch()}
      />
    </Stack>
  );
}

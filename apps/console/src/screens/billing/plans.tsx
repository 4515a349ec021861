import { Badge, Button, Group, Paper, SimpleGrid, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, bodyOf } from '../../api/client.js';
import { Price } from '../../app/consent.js';
import { Dialog } from '../../app/dialog.js';
import { money } from '../../app/money.js';
import { useNotices } from '../../app/notice.js';
import { useProduct } from '../../app/product.js';
import { day, QuoteView } from '../../app/quote.js';
import { useMay } from '../../app/session.js';
import { Waiting } from '../../app/states.js';
import { subscriptionQuery } from '../../app/subscription.js';
import { Confirm } from '../../parts/confirm.js';
import { Problem } from '../../parts/problem.js';
import { Section } from '../../parts/section.js';
import { plansQuery, type Plan, type Subscription } from './billing.js';
import { useWords } from './billing.words.js';
import { useHoldings } from './holdings.js';

/** The plans that can be chosen. Absent for those who may not choose. */
export function Plans() {
  const say = useWords();
  const may = useMay();
  const { data: plans, error } = useQuery({ ...plansQuery, enabled: may('billing:edit') });
  const { data: subscription } = useQuery(subscriptionQuery);
  const [chosen, setChosen] = useState<Plan>();
  if (!may('billing:edit') || plans?.items.length === 1) return null;
  return (
    <Section title={say('plans')} note={say('plansWhy')}>
      <Problem error={error} />
      {(!plans || !subscription) && !error && <Waiting />}
      <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }} spacing="sm">
        {subscription &&
          plans?.items.map((plan) => (
            <PlanCard key={plan.id} plan={plan} subscription={subscription} onChosen={() => setChosen(plan)} />
          ))}
      </SimpleGrid>
      {chosen && <Choice plan={chosen} onEnd={() => setChosen(undefined)} />}
    </Section>
  );
}

interface CardProps {
  readonly plan: Plan;
  readonly subscription: Subscription;
  readonly onChosen: () => void;
}

function PlanCard({ plan, subscription, onChosen }: CardProps) {
  const say = useWords();
  const { seatPools } = useProduct();
  const { seats, unlocks } = useHoldings(plan);
  const { name, description, price, currency, interval, features } = plan;
  const { scheduled } = subscription;
  const isOwn = plan.id === subscription.plan.id && !subscription.endedOn;
  const isNext = plan.id === scheduled?.plan?.id;
  return (
    <Paper withBorder p="md">
      <Stack gap="xs" h="100%">
        <Group justify="space-between">
          <Text fw={600}>{name}</Text>
          {isOwn && <Badge variant="light">{say('own')}</Badge>}
          {isNext && scheduled && <Badge variant="light">{say('next', { day: day(scheduled.from) })}</Badge>}
        </Group>
        <Text>{price === 0 ? say('free') : say(interval, { amount: money(price, currency) })}</Text>
        {description && <Text c="dimmed">{description}</Text>}
        {seatPools.length > 0 && <Text size="sm">{seats}</Text>}
        {features.length > 0 && <Text size="sm">{unlocks}</Text>}
        {!isOwn && !isNext && (
          <Button variant="default" size="xs" mt="auto" onClick={onChosen}>
            {say('choose', { plan: name })}
          </Button>
        )}
      </Stack>
    </Paper>
  );
}

/** What the plan costs, and the person’s yes or no to that. */
function Choice({ plan, onEnd }: { plan: Plan; onEnd: () => void }) {
  const say = useWords();
  const notices = useNotices();
  const queries = useQueryClient();
  const {
    data: quote,
    error,
    refetch,
  } = useQuery({
    queryKey: ['billing', 'quote', plan.id],
    queryFn: () => bodyOf(api.POST('/v1/billing/quotes', { body: { planId: plan.id } })),
    // Each choice is for the price of its moment.
    staleTime: 0,
    gcTime: 0,
  });
  const change = useMutation({
    mutationFn: (consentId?: string) =>
      bodyOf(api.PUT('/v1/billing/subscription', { body: { planId: plan.id, ...(consentId && { consentId }) } })),
    onSuccess: async (now) => {
      queries.setQueryData(subscriptionQuery.queryKey, now);
      await queries.invalidateQueries({ queryKey: ['billing'] });
      notices.saved();
      onEnd();
    },
  });
  const title = say('change', { plan: plan.name });
  if (quote?.needsConsent === false)
    return (
      <Confirm
        opened
        title={title}
        act={title}
        busy={change.isPending}
        error={change.error}
        onConfirm={() => change.mutate(undefined)}
        onCancel={onEnd}
      >
        <QuoteView quote={quote} />
        <Text c="dimmed">{say('kept')}</Text>
      </Confirm>
    );
  return (
    <Dialog opened onClose={onEnd} title={title}>
      <Problem error={error ?? change.error} />
      {!quote && !error && <Waiting />}
      {quote && (
        <Price
          key={quote.id}
          quote={quote}
          onAgreed={(consentId) => change.mutate(consentId)}
          onDeclined={onEnd}
          onNewPrice={() => void refetch()}
        />
      )}
    </Dialog>
  );
}

import { Alert, Button, Group, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, bodyOf } from '../../api/client.js';
import { money } from '../../app/money.js';
import { useNotices } from '../../app/notice.js';
import { useProduct } from '../../app/product.js';
import { day } from '../../app/quote.js';
import { useMay } from '../../app/session.js';
import { subscriptionQuery } from '../../app/subscription.js';
import { Waiting } from '../../app/states.js';
import { Confirm } from '../../parts/confirm.js';
import { Facts } from '../../parts/facts.js';
import { Problem } from '../../parts/problem.js';
import { Section } from '../../parts/section.js';
import { When } from '../../parts/when.js';
import type { Subscription } from './billing.js';
import { useWords } from './billing.words.js';
import { useHoldings } from './holdings.js';

/** What the account has bought, what that gives, and what becomes of it when the period ends. */
export function CurrentPlan() {
  const say = useWords();
  const may = useMay();
  const { data, error } = useQuery(subscriptionQuery);
  const canEnd = data && !data.endedOn && data.scheduled?.plan !== null && may('account:transfer');
  return (
    <Section title={say('plan')} actions={canEnd && <Ending subscription={data} />}>
      <Problem error={error} />
      {!data && !error && <Waiting />}
      {data?.endedOn && <Alert color="yellow">{say('ended', { day: day(data.endedOn) })}</Alert>}
      {data?.scheduled && <Scheduled subscription={data} />}
      {data && <PlanFacts subscription={data} />}
    </Section>
  );
}

function PlanFacts({ subscription: { plan, price, since, renewsAt } }: { subscription: Subscription }) {
  const say = useWords();
  const { seatPools } = useProduct();
  const { seats, unlocks } = useHoldings(plan);
  const { name, description, currency, interval } = plan;
  return (
    <Facts
      facts={[
        [say('name'), description ? `${name}: ${description}` : name],
        [say('price'), price === 0 ? say('free') : say(interval, { amount: money(price, currency) })],
        [say('since'), <When key="since" at={since} />],
        [say('renews'), day(renewsAt)],
        ...(seatPools.length > 0 ? [[say('included'), seats] as const] : []),
        [say('unlocks'), unlocks],
      ]}
    />
  );
}

function Scheduled({ subscription: { plan, scheduled } }: { subscription: Subscription }) {
  const say = useWords();
  const may = useMay();
  const queries = useQueryClient();
  const back = useMutation({
    mutationFn: () => bodyOf(api.DELETE('/v1/billing/subscription/scheduled')),
    onSuccess: (now) => queries.setQueryData(subscriptionQuery.queryKey, now),
  });
  if (!scheduled) return null;
  const from = { day: day(scheduled.from) };
  return (
    <Alert>
      <Group justify="space-between">
        <Text>{scheduled.plan ? say('scheduled', { plan: scheduled.plan.name, ...from }) : say('ending', from)}</Text>
        {may('billing:edit') && (
          <Button variant="default" size="xs" loading={back.isPending} onClick={() => back.mutate()}>
            {say('takeBack', { plan: plan.name })}
          </Button>
        )}
      </Group>
      <Problem error={back.error} />
    </Alert>
  );
}

/** Only the owner ends what everybody in the account has. */
function Ending({ subscription: { renewsAt } }: { subscription: Subscription }) {
  const say = useWords();
  const notices = useNotices();
  const queries = useQueryClient();
  const [opened, setOpened] = useState(false);
  const end = useMutation({
    mutationFn: () => bodyOf(api.DELETE('/v1/billing/subscription')),
    onSuccess: (now) => {
      queries.setQueryData(subscriptionQuery.queryKey, now);
      setOpened(false);
      notices.saved();
    },
  });
  return (
    <>
      <Button variant="default" size="xs" onClick={() => setOpened(true)}>
        {say('end')}
      </Button>
      <Confirm
        opened={opened}
        title={say('end')}
        act={say('end')}
        isDestructive
        busy={end.isPending}
        error={end.error}
        onConfirm={() => end.mutate()}
        onCancel={() => setOpened(false)}
      >
        <Text>{say('endWhy', { day: day(renewsAt) })}</Text>
      </Confirm>
    </>
  );
}

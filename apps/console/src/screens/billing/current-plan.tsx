import { useQuery } from '@tanstack/react-query';
import { money } from '../../app/money.js';
import { useProduct } from '../../app/product.js';
import { subscriptionQuery } from '../../app/subscription.js';
import { Waiting } from '../../app/states.js';
import { Facts } from '../../parts/facts.js';
import { Problem } from '../../parts/problem.js';
import { Section } from '../../parts/section.js';
import { When } from '../../parts/when.js';
import type { Plan } from './billing.js';
import { useWords } from './billing.words.js';

/** What the account has bought, and what that gives. */
export function CurrentPlan() {
  const say = useWords();
  const { data, error } = useQuery(subscriptionQuery);
  return (
    <Section title={say('plan')}>
      <Problem error={error} />
      {!data && !error && <Waiting />}
      {data && <PlanFacts plan={data.plan} since={data.since} />}
    </Section>
  );
}

function PlanFacts({ plan, since }: { plan: Plan; since: string }) {
  const say = useWords();
  const { seatPools } = useProduct();
  const { name, description, price, currency, interval, included, features } = plan;
  const seats = seatPools.map(({ pool, label }) => `${included[pool] ?? 0} ${label}`);
  return (
    <Facts
      facts={[
        [say('name'), description ? `${name}: ${description}` : name],
        [say('price'), price === 0 ? say('free') : say(interval, { amount: money(price, currency) })],
        [say('since'), <When key="since" at={since} />],
        ...(seats.length > 0 ? [[say('included'), seats.join(', ')] as const] : []),
        [say('unlocks'), features.map((feature) => nameOf(feature, say)).join(', ') || say('nothing')],
      ]}
    />
  );
}

const nameOf = (feature: string, say: ReturnType<typeof useWords>): string =>
  feature === 'customRoles' ? say('customRoles') : feature;

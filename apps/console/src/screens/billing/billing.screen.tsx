import { Stack } from '@mantine/core';
import { useMay } from '../../app/session.js';
import { NoPermission } from '../../parts/no-permission.js';
import { Page } from '../../parts/page.js';
import { Buying } from './buying.js';
import { useWords } from './billing.words.js';
import { CurrentPlan } from './current-plan.js';
import { Plans } from './plans.js';
import { Pools } from './pools.js';

/** What the account buys, its seats, and who may buy more. */
export function BillingScreen() {
  const say = useWords();
  const may = useMay();
  if (!may('billing:view')) return <NoPermission title={say('title')} permission="billing:view" />;
  return (
    <Page title={say('title')}>
      <Stack gap="lg" maw={800}>
        <CurrentPlan />
        <Plans />
        <Pools />
        <Buying />
      </Stack>
    </Page>
  );
}

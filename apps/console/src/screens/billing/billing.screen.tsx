import { Stack } from '@mantine/core';
import { useMay, useMe } from '../../app/session.js';
import { NoPermission } from '../../parts/no-permission.js';
import { Page } from '../../parts/page.js';
import { Buying } from './buying.js';
import { useWords } from './billing.words.js';
import { Contact } from './contact.js';
import { CurrentPlan } from './current-plan.js';
import { Details } from './details.js';
import { Plans } from './plans.js';
import { Pools } from './pools.js';

/** What the account buys, its seats, who may buy more and who gets the bills. Whoever gets them sees them here as well. */
export function BillingScreen() {
  const say = useWords();
  const may = useMay();
  const { isBillingContact } = useMe().member;
  const sees = may('billing:view');
  if (!sees && !isBillingContact) return <NoPermission title={say('title')} permission="billing:view" />;
  return (
    <Page title={say('title')}>
      <Stack gap="lg" maw={800}>
        {sees && (
          <>
            <CurrentPlan />
            <Plans />
            <Pools />
            <Buying />
          </>
        )}
        <Contact />
        <Details />
      </Stack>
    </Page>
  );
}

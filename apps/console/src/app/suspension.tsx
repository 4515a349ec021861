import { Alert, Anchor, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useMay, useMe } from './session.js';
import { words } from './words.js';

const useWords = words('suspension', {
  unpaid: 'This account is suspended: a bill is not paid.',
  ended: 'This account is suspended: its plan has ended.',
  closed:
    'Nothing was deleted. Users can sign in and see themselves; everything else works again once this is settled.',
  pay: 'See the plan and the bills',
  ask: 'Ask the owner of the account, or whoever looks after its bills.',
});

/** What everybody sees on every page of a suspended account, with what they can do about it. */
export function SuspensionBanner() {
  const say = useWords();
  const may = useMay();
  const { account, member } = useMe();
  if (account.status !== 'suspended') return null;
  const seesBills = may('billing:view') || member.isBillingContact;
  return (
    <Alert color="red" variant="light" mb="md" title={say(account.suspendedFor ?? 'unpaid')}>
      <Text>{say('closed')}</Text>
      {seesBills ? (
        <Anchor component={Link} to="/console/billing">
          {say('pay')}
        </Anchor>
      ) : (
        <Text>{say('ask')}</Text>
      )}
    </Alert>
  );
}

import { Button, Text } from '@mantine/core';
import { TellingPage } from '../../app/plain-page.js';
import { words } from '../../app/words.js';
import { Facts } from '../../parts/facts.js';
import type { SsoTrial } from './landing.js';

const useWords = words('tried', {
  title: 'Test sign-in with {{name}}',
  nothing: 'Nothing has changed: you are signed in as before.',
  member: 'It works: they would sign in as the member that they are.',
  invited: 'It works: they would accept their invitation by it.',
  newcomer: 'It works: they would become a member, where a seat is free.',
  'email-unverified': 'They would be refused: the provider does not vouch for their address.',
  'domain-unverified': 'They would be refused: their address is in no verified domain of the account.',
  'not-a-member': 'They would be refused: they are no member, and this provider lets nobody new in.',
  'linked-otherwise': 'They would be refused: their address belongs to somebody whom the provider knows as another.',
  'roles-not-grantable': 'They would be refused: whoever set the roles that they would get may not give them any more.',
  'link-required':
    'They would be refused: they may do more than whoever set up the provider. They can link it in their profile.',
  'enforced-elsewhere': 'They would be refused: everybody signs in through another provider.',
  sent: 'What the provider sent',
  email: 'E-mail address',
  none: 'none',
  vouched: 'vouched for',
  unvouched: 'not vouched for',
  name: 'Name',
  subject: 'Subject',
  secondFactor: 'Second factor',
  checked: 'checked by the provider',
  unchecked: 'not told',
  back: 'Go back',
});

/** What a test sign-in has shown: what the provider sent, and what would have come of it. */
export function TriedPage({ trial, next }: { trial: SsoTrial; next: string }) {
  const say = useWords();
  const { connectionName, person, outcome, refusal } = trial;
  const word = outcome === 'refused' ? (refusal ?? 'not-a-member') : outcome;
  const vouched = say(person.emailTrusted ? 'vouched' : 'unvouched');
  return (
    <TellingPage title={say('title', { name: connectionName })}>
      <Text role="status" fw={600}>
        {say(word)}
      </Text>
      <Text c="dimmed">{say('nothing')}</Text>
      <Text component="h2" fw={600}>
        {say('sent')}
      </Text>
      <Facts
        facts={[
          [say('email'), person.email === null ? say('none') : `${person.email} (${vouched})`],
          [say('name'), person.name ?? say('none')],
          [say('subject'), person.subject],
          [say('secondFactor'), say(person.secondFactor ? 'checked' : 'unchecked')],
        ]}
      />
      <Button component="a" href={next} w="fit-content">
        {say('back')}
      </Button>
    </TellingPage>
  );
}

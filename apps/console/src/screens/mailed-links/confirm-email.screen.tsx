import { Text } from '@mantine/core';
import { api } from '../../api/client.js';
import { ConfirmLink } from './confirm-link.js';
import { SignInLink } from './link-page.js';
import { useWords } from './mailed-links.words.js';

export function ConfirmEmailScreen() {
  const say = useWords();
  return (
    <ConfirmLink
      title={say('confirm')}
      why={<Text>{say('confirmWhy')}</Text>}
      button={say('confirmButton')}
      act={(token) => api.POST('/v1/email-changes/confirm', { body: { token } })}
      done={{ title: say('confirmed'), text: say('confirmedText') }}
      over={
        <>
          <Text>{say('confirmOver')}</Text>
          <SignInLink />
        </>
      }
    />
  );
}

import { Text } from '@mantine/core';
import { api } from '../../api/client.js';
import { AskForMail } from './ask-for-mail.js';
import { ConfirmLink } from './confirm-link.js';
import { SignInLink } from './link-page.js';
import { useWords } from './mailed-links.words.js';

/** The first thing that the owner of a new account does. */
export function VerifyEmailScreen() {
  const say = useWords();
  return (
    <ConfirmLink
      title={say('verify')}
      why={<Text>{say('verifyWhy')}</Text>}
      button={say('verifyButton')}
      act={(token) => api.POST('/v1/email-verifications', { body: { token } })}
      done={{ title: say('verified'), text: say('verifiedText') }}
      over={
        <>
          <Text>{say('verifyOver')}</Text>
          <AskForMail ask={(email) => api.POST('/v1/email-verifications/resend', { body: { email } })} />
          <SignInLink />
        </>
      }
    />
  );
}

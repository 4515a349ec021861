import { Alert, Text } from '@mantine/core';
import { api } from '../../api/client.js';
import { ConfirmLink } from './confirm-link.js';
import { SignInLink } from './link-page.js';
import { useWords } from './mailed-links.words.js';

export function AuthorizeIpScreen() {
  const say = useWords();
  return (
    <ConfirmLink
      title={say('authorize')}
      why={
        <>
          <Text>{say('authorizeWhy')}</Text>
          <Alert color="yellow" p="sm">
            {say('authorizeWarning')}
          </Alert>
        </>
      }
      button={say('authorizeButton')}
      act={(token) => api.POST('/v1/ip-authorizations/confirm', { body: { token } })}
      done={{ title: say('authorized'), text: say('authorizedText') }}
      over={
        <>
          <Text>{say('authorizeOver')}</Text>
          <SignInLink />
        </>
      }
    />
  );
}

import { Button, Text } from '@mantine/core';
import { api } from '../../api/client.js';
import { ConfirmLink } from './confirm-link.js';
import { useWords } from './mailed-links.words.js';

/** For people whose address somebody else has changed: the next thing that they need is another password. */
export function UndoEmailChangeScreen() {
  const say = useWords();
  return (
    <ConfirmLink
      title={say('undo')}
      why={<Text>{say('undoWhy')}</Text>}
      button={say('undoButton')}
      act={(token) => api.POST('/v1/email-changes/undo', { body: { token } })}
      done={{
        title: say('undone'),
        text: say('undoneText'),
        more: (
          <Button component="a" href="/reset-password">
            {say('newPassword')}
          </Button>
        ),
      }}
      over={<Text>{say('undoOver')}</Text>}
    />
  );
}

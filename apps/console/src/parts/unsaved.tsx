import { Text } from '@mantine/core';
import { useBlocker } from '@tanstack/react-router';
import { words } from '../app/words.js';
import { Confirm } from './confirm.js';

const useWords = words('unsaved', {
  title: 'Leave without saving?',
  why: 'What you have changed here would be lost.',
  leave: 'Leave without saving',
});

/** Asks for confirmation before a page with unsaved work is left. If the window is closed, the browser asks. */
export function Unsaved({ isUnsaved }: { isUnsaved: () => boolean }) {
  const say = useWords();
  const leaving = useBlocker({ shouldBlockFn: isUnsaved, enableBeforeUnload: isUnsaved, withResolver: true });
  return (
    <Confirm
      opened={leaving.status === 'blocked'}
      title={say('title')}
      act={say('leave')}
      isDestructive
      busy={false}
      onConfirm={() => leaving.proceed?.()}
      onCancel={() => leaving.reset?.()}
    >
      <Text>{say('why')}</Text>
    </Confirm>
  );
}

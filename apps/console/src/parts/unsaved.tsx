import { Text } from '@mantine/core';
import { useBlocker } from '@tanstack/react-router';
import { useRef, type ReactNode } from 'react';
import { words } from '../app/words.js';
import { Confirm } from './confirm.js';

const useWords = words('unsaved', {
  title: 'Leave without saving?',
  why: 'What you have changed here would be lost.',
  leave: 'Leave without saving',
});

interface Unsaved {
  /** Called once it is saved, before the page is left. */
  readonly saved: () => void;
  /** Stands somewhere in what is shown. */
  readonly question: ReactNode;
}

/** Asks whoever leaves the page with unsaved work; the browser asks where the window is closed. */
export function useUnsaved(isUnsaved: boolean): Unsaved {
  const say = useWords();
  const isSaved = useRef(false);
  const isLost = (): boolean => isUnsaved && !isSaved.current;
  const leaving = useBlocker({ shouldBlockFn: isLost, enableBeforeUnload: isLost, withResolver: true });
  return {
    saved: () => void (isSaved.current = true),
    question: (
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
    ),
  };
}

import { Button, Group, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { Dialog } from '../app/dialog.js';
import { words } from '../app/words.js';
import { Problem } from './problem.js';

const useWords = words('confirm', { cancel: 'Cancel' });

interface Props {
  readonly opened: boolean;
  readonly title: string;
  /** What the button does, in words: "Revoke access", never "OK". */
  readonly act: string;
  /** Red, for what takes something away. */
  readonly isDestructive?: boolean;
  readonly isDisabled?: boolean;
  readonly busy: boolean;
  readonly error?: unknown;
  readonly onConfirm: () => void;
  readonly onCancel: () => void;
  readonly children: ReactNode;
}

/** Asks before something is done, and says what it does. */
export function Confirm(props: Props) {
  const say = useWords();
  const { opened, title, act, isDestructive, isDisabled = false, busy, error, onConfirm, onCancel, children } = props;
  return (
    <Dialog opened={opened} onClose={onCancel} title={title}>
      <Stack gap="md">
        {children}
        <Problem error={error} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onCancel} data-autofocus>
            {say('cancel')}
          </Button>
          <Button color={isDestructive ? 'red.9' : 'accent'} loading={busy} disabled={isDisabled} onClick={onConfirm}>
            {act}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}

import { Button, Group } from '@mantine/core';
import { words } from '../app/words.js';
import { Problem } from './problem.js';

const useWords = words('form-end', { cancel: 'Cancel' });

interface Props {
  /** What the button does, in words. */
  readonly act: string;
  readonly busy: boolean;
  readonly error: unknown;
  readonly onCancel: () => void;
}

/** The end of a form in a dialog: what went wrong, the way out, and the button that sends it. */
export function FormEnd({ act, busy, error, onCancel }: Props) {
  const say = useWords();
  return (
    <>
      <Problem error={error} />
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onCancel}>
          {say('cancel')}
        </Button>
        <Button type="submit" loading={busy}>
          {act}
        </Button>
      </Group>
    </>
  );
}

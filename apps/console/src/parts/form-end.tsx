import { Button, Group } from '@mantine/core';
import { words } from '../app/words.js';
import { Problem } from './problem.js';
import { useUnsaved } from './unsaved.js';

const useWords = words('form-end', { cancel: 'Cancel' });

interface Props {
  /** What the button does, in words. */
  readonly act: string;
  /** What became of it. */
  readonly sent: { readonly isPending: boolean; readonly error: unknown };
  /** Whether something was typed that would be lost. */
  readonly isUnsaved: boolean;
  readonly onCancel: () => void;
}

/** The end of a form in a dialog: what went wrong, the way out, and the button that sends it. */
export function FormEnd({ act, sent: { isPending, error }, isUnsaved, onCancel }: Props) {
  const say = useWords();
  const { question } = useUnsaved(isUnsaved);
  return (
    <>
      <Problem error={error} />
      {question}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onCancel}>
          {say('cancel')}
        </Button>
        <Button type="submit" loading={isPending}>
          {act}
        </Button>
      </Group>
    </>
  );
}

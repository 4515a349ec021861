import { Button, Group, Text } from '@mantine/core';
import { isSameDraft, type Draft } from './draft.js';
import { changedIn } from './grants.js';
import { useWords } from './role.words.js';

interface Props {
  readonly isNew: boolean;
  readonly draft: Draft;
  readonly saved: Draft;
  readonly onDiscard: () => void;
  readonly onLook: () => void;
}

/** Below the editor: how much is granted and changed, and the ways on and back. */
export function SaveBar({ isNew, draft, saved, onDiscard, onLook }: Props) {
  const say = useWords();
  const isDirty = !isSameDraft(draft, saved);
  const changes = changedIn(saved.grants, draft.grants).length;
  return (
    <Group justify="space-between">
      <Text role="status" c="dimmed">
        {say('summary', { count: Object.keys(draft.grants).length })},{' '}
        {changes > 0 ? say('changes', { count: changes }) : say('unchanged')}
      </Text>
      <Group gap="xs">
        {isDirty && (
          <Button variant="default" onClick={onDiscard}>
            {say('discard')}
          </Button>
        )}
        <Button disabled={!isDirty} onClick={onLook}>
          {say(isNew ? 'previewNew' : 'previewChanges')}
        </Button>
      </Group>
    </Group>
  );
}

import { Button, Code, CopyButton, Group } from '@mantine/core';
import { words } from '../app/words.js';

const useWords = words('copyable', { copy: 'Copy', copied: 'Copied', what: 'Copy {{label}}' });

/** A value that is taken elsewhere, with a button that copies it. `label` says what it is. */
export function Copyable({ value, label }: { value: string; label: string }) {
  const say = useWords();
  return (
    <Group gap="xs" wrap="nowrap" align="flex-start">
      <Code flex={1} p="xs" style={{ overflowWrap: 'anywhere' }}>
        {value}
      </Code>
      <CopyButton value={value}>
        {({ copied, copy }) => (
          <Button
            variant="default"
            size="xs"
            onClick={copy}
            aria-label={copied ? say('copied') : say('what', { label })}
          >
            {say(copied ? 'copied' : 'copy')}
          </Button>
        )}
      </CopyButton>
    </Group>
  );
}

import { Button, Checkbox, Code, CopyButton, Group, SimpleGrid, Stack, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import { brand } from '../app/brand.js';
import { words } from '../app/words.js';

const useWords = words('backup-codes', {
  why: 'Each of them lets you in once when you do not have your app. They are shown only now.',
  list: 'Backup codes',
  onPaper: 'Backup codes of {{product}}',
  copy: 'Copy',
  copied: 'Copied',
  download: 'Download',
  print: 'Print',
  saved: 'I have saved them',
});

interface Props {
  readonly codes: readonly string[];
  /** On the button that goes on. */
  readonly act: string;
  readonly onSaved: () => void;
}

/** New backup codes. They are shown once, so nobody goes on without a word that they are saved (SC-07). */
export function BackupCodes({ codes, act, onSaved }: Props) {
  const say = useWords();
  const [saved, setSaved] = useState(false);
  useWarning(!saved);
  const text = `${say('onPaper', { product: brand.name })}\n\n${codes.join('\n')}\n`;
  return (
    <Stack gap="sm">
      <Text>{say('why')}</Text>
      <SimpleGrid
        cols={2}
        spacing="xs"
        component="ul"
        p={0}
        m={0}
        style={{ listStyle: 'none' }}
        aria-label={say('list')}
      >
        {codes.map((code) => (
          <Code key={code} component="li" fz="sm" ta="center" py={4}>
            {code}
          </Code>
        ))}
      </SimpleGrid>
      <Group gap="xs" grow preventGrowOverflow={false} className="not-printed">
        <CopyButton value={text}>
          {({ copied, copy }) => (
            <Button variant="default" px="xs" onClick={copy}>
              {say(copied ? 'copied' : 'copy')}
            </Button>
          )}
        </CopyButton>
        <Button variant="default" px="xs" onClick={() => download('backup-codes.txt', text)}>
          {say('download')}
        </Button>
        <Button variant="default" px="xs" onClick={() => window.print()}>
          {say('print')}
        </Button>
      </Group>
      <Checkbox
        className="not-printed"
        label={say('saved')}
        checked={saved}
        onChange={({ currentTarget }) => setSaved(currentTarget.checked)}
      />
      <Button className="not-printed" disabled={!saved} onClick={onSaved}>
        {act}
      </Button>
    </Stack>
  );
}

/** Asks before the window is closed or left. */
function useWarning(on: boolean): void {
  useEffect(() => {
    if (!on) return undefined;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', warn);
    return () => removeEventListener('beforeunload', warn);
  }, [on]);
}

function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
  Object.assign(document.createElement('a'), { href: url, download: name }).click();
  URL.revokeObjectURL(url);
}

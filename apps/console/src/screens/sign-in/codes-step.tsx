import { Button, Checkbox, Code, CopyButton, Group, SimpleGrid, Stack, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import { brand } from '../../app/brand.js';
import { PageTitle } from '../../app/plain-page.js';
import type { StepProps } from './gate.js';
import type { Step } from './sign-in.js';
import { useWords } from './sign-in.words.js';

interface Props extends StepProps {
  codes: readonly string[];
  /** Where the sign-in stands once they are saved. */
  after: Step;
}

/** The backup codes that came with the first second factor. They are shown once, so one does not go on without a word. */
export function CodesStep({ go, codes, after }: Props) {
  const say = useWords();
  const [saved, setSaved] = useState(false);
  useWarning(!saved);
  const text = `${say('codesOnPaper', { product: brand.name })}\n\n${codes.join('\n')}\n`;
  return (
    <Stack gap="sm">
      <PageTitle>{say('codes')}</PageTitle>
      <Text>{say('codesWhy')}</Text>
      <SimpleGrid cols={2} spacing="xs" component="ul" p={0} m={0} style={{ listStyle: 'none' }}>
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
      <Button className="not-printed" disabled={!saved} onClick={() => void go(async () => after)}>
        {say('go')}
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

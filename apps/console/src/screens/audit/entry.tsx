import { Box, Button, Collapse, Group, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useAccount } from '../../app/account.js';
import type { components } from '../../api/schema.js';
import { Facts } from '../../parts/facts.js';
import { When } from '../../parts/when.js';
import { useWords } from './audit.words.js';
import { linesOf, type ChangeLine } from './changes.js';
import { useChangeWords } from './changes.words.js';

type AuditEntry = components['schemas']['AuditEntry'];

interface Props {
  readonly entry: AuditEntry;
  readonly names: Readonly<Record<string, string>>;
  readonly onTarget: () => void;
  readonly onState: () => void;
}

/** One act: the sentence, and behind a button what was before and after. */
export function Entry({ entry, names, onTarget, onState }: Props) {
  const say = useWords();
  const { timeZone } = useAccount();
  const [opened, { toggle }] = useDisclosure();
  const { at, summary, target } = entry;
  return (
    <Box component="li" style={{ borderBottom: '1px solid var(--mantine-color-default-border)' }}>
      <Group justify="space-between" gap="xs" mih={44} wrap="nowrap">
        <Group gap="xs" miw={0} py={6}>
          <Text component="span" c="dimmed" w={120} flex="none">
            <When at={at} timeZone={timeZone} />
          </Text>
          <Text component="span" style={{ overflowWrap: 'anywhere' }}>
            {summary}
          </Text>
        </Group>
        <Button
          variant="subtle"
          size="xs"
          flex="none"
          aria-expanded={opened}
          aria-label={say('changesOf', { summary })}
          onClick={toggle}
        >
          {say('changes')}
        </Button>
      </Group>
      <Collapse expanded={opened}>
        {opened && (
          <Stack gap="sm" pb="md" pl={{ base: 0, sm: 128 }}>
            <Changes entry={entry} names={names} />
            <Group gap="xs">
              {target.name && (
                <Button variant="default" size="xs" onClick={onTarget}>
                  {say('onlyTarget', { name: target.name })}
                </Button>
              )}
              {target.type === 'member' && target.name && (
                <Button variant="default" size="xs" onClick={onState}>
                  {say('stateThen', { name: target.name })}
                </Button>
              )}
            </Group>
          </Stack>
        )}
      </Collapse>
    </Box>
  );
}

function Changes({ entry, names }: Pick<Props, 'entry' | 'names'>) {
  const say = useWords();
  const sayChange = useChangeWords();
  const word = (key: string) => sayChange(key as 'nothing', { defaultValue: plain(key) });
  const lines = entry.parts.map((part) => [part, linesOf(part, { names, word })] as const);
  const isEmpty = lines.every(([, of]) => of.length === 0);
  return (
    <>
      {lines.map(
        ([part, of]) =>
          of.length > 0 && (
            <Stack key={`${part.kind} ${part.id}`} gap={4}>
              <Text fw={600}>
                {word(part.kind)} {names[part.id]}
              </Text>
              {of.map((line) => (
                <Line key={`${line.property} ${line.of ?? ''}`} line={line} word={word} />
              ))}
            </Stack>
          ),
      )}
      {isEmpty && <Text c="dimmed">{say(entry.partsOmitted ? 'omitted' : 'noChanges')}</Text>}
      <Facts
        facts={[
          ...(entry.address ? [[say('address'), entry.address] as const] : []),
          ...(entry.userAgent ? [[say('program'), entry.userAgent] as const] : []),
          ...(entry.requestId ? [[say('request'), entry.requestId] as const] : []),
          [say('version'), String(entry.version)],
        ]}
      />
    </>
  );
}

function Line({ line: { property, of, before, after }, word }: { line: ChangeLine; word: (key: string) => string }) {
  const nothing = word('nothing');
  return (
    <Text style={{ overflowWrap: 'anywhere' }}>
      {word(property)}
      {of && ` ${of}`}: {before ?? nothing} → <b>{after ?? nothing}</b>
    </Text>
  );
}

/** `secondFactorRequired` as people write it. */
const plain = (name: string): string => {
  const text = name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).replaceAll(/[-_]/g, ' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
};

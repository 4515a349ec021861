import { Button, Group } from '@mantine/core';
import { words } from '../app/words.js';

const useWords = words('pager', { pages: 'Pages', first: 'First page', next: 'Next page' });

interface Props {
  /** Where the shown page begins; undefined for the first one. */
  readonly cursor: string | undefined;
  readonly nextCursor: string | null;
  /** Undefined: the first page. */
  readonly onTurn: (cursor: string | undefined) => void;
}

/** On and back in a list whose pages are told by cursors. The page before is the browser's own way back. */
export function Pager({ cursor, nextCursor, onTurn }: Props) {
  const say = useWords();
  if (!cursor && !nextCursor) return null;
  return (
    <Group component="nav" aria-label={say('pages')} justify="flex-end" gap="xs">
      <Button variant="default" size="xs" disabled={!cursor} onClick={() => onTurn(undefined)}>
        {say('first')}
      </Button>
      <Button variant="default" size="xs" disabled={!nextCursor} onClick={() => onTurn(nextCursor ?? undefined)}>
        {say('next')}
      </Button>
    </Group>
  );
}

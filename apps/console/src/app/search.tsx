import { Button, Text } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { words } from './words.js';

const useWords = words('search-button', { search: 'Search', keys: 'Search (Ctrl K)' });

const SearchDialog = lazy(() => import('./search-dialog.js'));

/** The search over pages, people and roles, also by Ctrl-K (or ⌘K). It is loaded when it is first wanted. */
export function Search() {
  const say = useWords();
  const [isOpen, setOpen] = useState(false);
  const open = (): void => setOpen(true);
  // Also from within a field.
  useHotkeys([['mod+K', open]], []);
  return (
    <>
      <Button variant="default" size="compact-md" aria-label={say('keys')} onClick={open}>
        <IconSearch size={16} aria-hidden />
        <Text span inherit ms="xs" visibleFrom="sm">
          {say('search')}
        </Text>
      </Button>
      <Suspense>{isOpen && <SearchDialog onClose={() => setOpen(false)} />}</Suspense>
    </>
  );
}

import { Combobox, Text, TextInput, useCombobox } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { api, bodyOf } from '../api/client.js';
import { Dialog } from './dialog.js';
import { useDestinations } from './navigation.js';
import { useProduct } from './product.js';
import { useRoles } from './roles.js';
import { useMay } from './session.js';
import { useWords as useShellWords } from './shell.words.js';
import { words } from './words.js';

const useWords = words('search', {
  title: 'Search',
  field: 'Pages, people and roles',
  pages: 'Pages',
  people: 'People',
  roles: 'Roles',
  profile: 'Profile',
  nothing: 'Nothing has such a name.',
});

/** Milliseconds without a key after which people are asked for. */
const PAUSE = 150;
/** Hits of each kind. */
const SHOWN = 6;

interface Hit {
  readonly path: string;
  readonly name: string;
  readonly note?: string;
}

/** Finds what has such a name, and goes there. */
export default function SearchDialog({ onClose }: { onClose: () => void }) {
  const say = useWords();
  const { history } = useRouter();
  const [typed, setTyped] = useState('');
  // The field keeps Escape to itself while its list is shown, and here it always is.
  const combobox = useCombobox({ opened: true, onDropdownClose: onClose });
  const groups = useHits(typed.trim());
  const found = groups.flatMap(({ hits }) => hits.map(({ path }) => path)).join(' ');
  const { selectFirstOption } = combobox;
  // The first one is what Enter takes.
  useEffect(() => void selectFirstOption(), [found, selectFirstOption]);
  const go = (path: string): void => {
    onClose();
    history.push(path);
  };
  return (
    <Dialog opened onClose={onClose} title={say('title')} closeOnClickOutside>
      <Combobox store={combobox} onOptionSubmit={go}>
        <Combobox.EventsTarget>
          <TextInput
            label={say('field')}
            type="search"
            maxLength={200}
            data-autofocus
            value={typed}
            onChange={({ currentTarget }) => setTyped(currentTarget.value)}
          />
        </Combobox.EventsTarget>
        <Combobox.Options mt="sm" mah="50dvh" aria-label={say('title')} style={{ overflowY: 'auto' }}>
          {found === '' && <Combobox.Empty>{say('nothing')}</Combobox.Empty>}
          {groups
            .filter(({ hits }) => hits.length > 0)
            .map(({ label, hits }) => (
              <Combobox.Group key={label} label={label}>
                {hits.map(({ path, name, note }) => (
                  <Combobox.Option key={path} value={path}>
                    {name}{' '}
                    {note && (
                      <Text span size="xs">
                        {note}
                      </Text>
                    )}
                  </Combobox.Option>
                ))}
              </Combobox.Group>
            ))}
        </Combobox.Options>
      </Combobox>
    </Dialog>
  );
}

/** Pages and roles are known here; people are asked for. What may not be seen is not found. */
function useHits(text: string): readonly { readonly label: string; readonly hits: readonly Hit[] }[] {
  const say = useWords();
  const sayPage = useShellWords();
  const may = useMay();
  const has = ({ name }: Hit): boolean => name.toLowerCase().includes(text.toLowerCase());
  const pages = useDestinations().map(({ to, word }) => ({ path: to as string, name: sayPage(word) }));
  const profile = may('self:view') ? [{ path: '/console/profile', name: say('profile') }] : [];
  const { rolesPage } = useProduct();
  const roles = useRoles().map(({ id, name }) => ({ path: `/console/roles/${id}`, name }));
  return [
    { label: say('pages'), hits: [...pages, ...profile].filter(has) },
    { label: say('people'), hits: usePeople(text) },
    { label: say('roles'), hits: text === '' || !rolesPage ? [] : roles.filter(has).slice(0, SHOWN) },
  ];
}

function usePeople(text: string): readonly Hit[] {
  const may = useMay();
  const [q] = useDebouncedValue(text, PAUSE);
  const isAsked = q !== '' && text !== '' && may('members:view');
  const { data } = useQuery({
    queryKey: ['members', 'search', q],
    queryFn: ({ signal }) => bodyOf(api.GET('/v1/members', { params: { query: { q, limit: SHOWN } }, signal })),
    enabled: isAsked,
    placeholderData: keepPreviousData,
    meta: { shows: ['member'] },
  });
  if (!isAsked || !data) return [];
  return data.items.map(({ id, firstName, lastName, email }) => ({
    path: `/console/users/${id}`,
    name: [firstName, lastName].filter(Boolean).join(' ') || email,
    note: email,
  }));
}

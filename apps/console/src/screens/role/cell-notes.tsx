import { Badge, Group, Text } from '@mantine/core';
import type { CatalogueAction } from '../../app/catalogue.js';
import { useScopeWords } from '../../app/scope.words.js';
import { isSame, scopeOf, type Grants } from './grants.js';
import { useWords } from './role.words.js';

/** What a draft is held against: the role as it is saved, and another one. */
export interface Comparison {
  readonly saved: Grants;
  readonly other?: { readonly name: string; readonly grants: Grants } | undefined;
}

/** Says of a permission that it is changed, and what another role grants where that is something else. */
export function CellNotes({ action, grants, saved, other }: Comparison & { action: CatalogueAction; grants: Grants }) {
  const say = useWords();
  const sayScope = useScopeWords();
  const { permission, kind } = action;
  const isChanged = !isSame(saved, grants, permission);
  const differs = other !== undefined && !isSame(other.grants, grants, permission);
  if (!isChanged && !differs) return null;
  const valueOf = (of: Grants): string =>
    kind === 'scoped' ? sayScope(scopeOf(of, permission)) : say(of[permission] ? 'yes' : 'no');
  return (
    <Group gap={6} ps={28}>
      {isChanged && (
        <Badge variant="light" size="sm" tt="none">
          {say('changed')}
        </Badge>
      )}
      {differs && (
        <Text size="xs" c="dimmed">
          {say('other', { role: other.name, value: valueOf(other.grants) })}
        </Text>
      )}
    </Group>
  );
}

import { NativeSelect } from '@mantine/core';
import { useScopeWords } from '../../app/scope.words.js';
import { covers, joined, leastOf, scopeOf, type ScopeName } from './grants.js';
import type { CellProps } from './action-cell.js';
import { useWords } from './role.words.js';

/** The usual choices, from the widest to none. */
const CHOICES: readonly (readonly ScopeName[])[] = [['all'], ['own', 'sameRole'], ['own', 'subordinate'], ['own'], []];

/** Whose records a permission reaches: one of the usual choices, or the one that the role has already. */
export function ScopeCell({ feature, action, grants, onGrant }: CellProps) {
  const say = useWords();
  const sayScope = useScopeWords();
  const scope = joined(scopeOf(grants, action.permission), []);
  const least = leastOf(feature, action, grants);
  const floor = least === undefined || least === true ? [] : least;
  const usual = CHOICES.filter((choice) => covers(choice, floor));
  const choices = usual.some((choice) => choice.join() === scope.join()) ? usual : [scope, ...usual];
  return (
    <NativeSelect
      label={action.name}
      labelProps={{ fw: 400 }}
      value={scope.join()}
      onChange={({ currentTarget: { value } }) => {
        const chosen = choices.find((choice) => choice.join() === value) ?? [];
        onGrant(chosen.length > 0 ? [...chosen] : undefined);
      }}
      data={choices.map((choice) => ({ value: choice.join(), label: sayScope(choice) }))}
      description={floor.length > 0 && say('lockedScope', { scope: sayScope(floor) })}
      inputWrapperOrder={['label', 'input', 'description']}
    />
  );
}

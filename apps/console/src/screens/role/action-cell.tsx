import { Checkbox } from '@mantine/core';
import type { CatalogueAction, CatalogueFeature } from '../../app/catalogue.js';
import { CellNotes, type Comparison } from './cell-notes.js';
import { leastOf, type Grants } from './grants.js';
import { useWords } from './role.words.js';
import { ScopeCell } from './scope-cell.js';

export interface CellProps {
  readonly feature: CatalogueFeature;
  readonly action: CatalogueAction;
  readonly grants: Grants;
  /** Undefined takes it away. */
  readonly onGrant: (value: Grants[string] | undefined) => void;
}

/** One permission in the editor: a box, or for what is about records a choice of whose. */
export function ActionCell({ saved, other, ...props }: CellProps & Comparison) {
  const { action, grants } = props;
  return (
    <div>
      {action.kind === 'scoped' ? <ScopeCell {...props} /> : <ToggleCell {...props} />}
      <CellNotes action={action} grants={grants} saved={saved} other={other} />
    </div>
  );
}

/** What the others bring along stays ticked, and says so (RP-12). It can be read and focused, but not unticked. */
function ToggleCell({ feature, action, grants, onGrant }: CellProps) {
  const say = useWords();
  const isLocked = leastOf(feature, action, grants) !== undefined;
  return (
    <Checkbox
      label={action.name}
      checked={grants[action.permission] !== undefined}
      description={isLocked && say('locked')}
      aria-disabled={isLocked || undefined}
      styles={isLocked ? { input: { opacity: 0.6 } } : {}}
      onChange={({ currentTarget: { checked } }) => {
        if (!isLocked) onGrant(checked ? true : undefined);
      }}
    />
  );
}

import { Alert, Stack } from '@mantine/core';
import { useState } from 'react';
import { grantsNothing, type Role } from '../../app/roles.js';
import { useUnsaved } from '../../parts/unsaved.js';
import { isSameDraft, type Draft } from './draft.js';
import { PermissionEditor } from './permission-editor.js';
import { RoleDetails } from './role-details.js';
import { SaveBar } from './save-bar.js';
import { SaveRole } from './save-role.js';
import { useWords } from './role.words.js';

interface Props {
  /** Undefined for a new role. */
  readonly roleId?: string;
  readonly initial: Draft;
  /** What a change is measured against: the role as it is saved; for a new one, nothing. */
  readonly saved: Draft;
  readonly onSaved: (role: Role) => void;
}

/** Edits a role. Nothing is saved before its effects were shown, and whoever leaves unsaved work is asked. */
export function RoleEditor({ roleId, initial, saved, onSaved }: Props) {
  const say = useWords();
  const [draft, setDraft] = useState(initial);
  const [isPreviewing, setPreviewing] = useState(false);
  const [nameError, setNameError] = useState<string>();
  const unsaved = useUnsaved(!isSameDraft(draft, saved));
  const look = (): void => {
    setNameError(draft.name.trim() ? undefined : say('nameMissing'));
    if (draft.name.trim()) setPreviewing(true);
  };
  return (
    <Stack gap="xl">
      <RoleDetails roleId={roleId} draft={draft} nameError={nameError} onChange={setDraft} />
      {grantsNothing(draft) && (
        <Alert color="yellow" variant="light" p="sm" maw={560}>
          {say('grantsNothing')}
        </Alert>
      )}
      <PermissionEditor
        roleId={roleId}
        saved={saved.grants}
        grants={draft.grants}
        onChange={(grants) => setDraft({ ...draft, grants })}
      />
      <SaveBar isNew={!roleId} draft={draft} saved={saved} onDiscard={() => setDraft(saved)} onLook={look} />
      {isPreviewing && (
        <SaveRole
          roleId={roleId}
          draft={draft}
          onClose={() => setPreviewing(false)}
          onSaved={(role) => {
            unsaved.saved();
            onSaved(role);
          }}
        />
      )}
      {unsaved.question}
    </Stack>
  );
}

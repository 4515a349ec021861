import { useState, type ReactNode } from 'react';
import type { MemberRow } from '../members.js';
import type { Act } from './acts.js';
import { DeleteDialog } from './delete-dialog.js';
import { RolesDialog } from './roles-dialog.js';
import { isSimple } from './run.js';
import { SimpleDialog } from './simple-dialog.js';
import { TransferDialog } from './transfer-dialog.js';

interface Asked {
  readonly act: Act;
  readonly member: MemberRow;
}

export interface DialogProps {
  readonly member: MemberRow;
  readonly onClose: () => void;
}

/**
 * The dialogs of what is done to members: one for a whole page, so that it stays while rows come and go. Afterwards the
 * focus is on the menu it came from; where the row is gone, on the page's title.
 */
export function useMemberDialogs(): { ask: (act: Act, member: MemberRow) => void; dialog: ReactNode } {
  const [asked, setAsked] = useState<Asked>();
  const onClose = (): void => {
    setAsked(undefined);
    if (asked) setTimeout(() => refocus(asked.member.id), FADED);
  };
  return {
    ask: (act, member) => setAsked({ act, member }),
    dialog: asked && <MemberDialog key={`${asked.act} ${asked.member.id}`} {...asked} onClose={onClose} />,
  };
}

/** Milliseconds until a dialog has let go of the focus. */
const FADED = 50;

function refocus(memberId: string): void {
  const target =
    document.querySelector<HTMLElement>(`[data-member-menu="${memberId}"]`) ??
    document.querySelector<HTMLElement>('main h1');
  target?.focus();
}

function MemberDialog({ act, member, onClose }: Asked & { onClose: () => void }) {
  if (isSimple(act)) return <SimpleDialog act={act} member={member} onClose={onClose} />;
  if (act === 'roles') return <RolesDialog member={member} onClose={onClose} />;
  if (act === 'transfer') return <TransferDialog member={member} onClose={onClose} />;
  return <DeleteDialog member={member} onClose={onClose} />;
}

import { useState } from 'react';
import type { Project } from '../../app/projects.js';
import { DeleteProject } from './delete-project.js';
import { NameProject } from './name-project.js';
import type { ProjectAct } from './project-menu.js';
import { TransferProject } from './transfer-project.js';

/** The dialogs of what can be done with a project, in its row and on its page. */
export function useProjectDialogs(onDeleted?: () => void) {
  const [doing, setDoing] = useState<{ act: ProjectAct; project: Project }>();
  const close = (): void => setDoing(undefined);
  const deleted = (): void => {
    close();
    onDeleted?.();
    document.querySelector<HTMLElement>('h1')?.focus();
  };
  const dialog = doing && (
    <>
      {doing.act === 'rename' && <NameProject project={doing.project} onClose={close} />}
      {doing.act === 'transfer' && <TransferProject project={doing.project} onClose={close} />}
      {doing.act === 'remove' && <DeleteProject project={doing.project} onClose={close} onDone={deleted} />}
    </>
  );
  return { ask: (act: ProjectAct, project: Project) => setDoing({ act, project }), dialog };
}

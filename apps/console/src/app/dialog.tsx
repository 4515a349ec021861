import { getDefaultZIndex, Modal, type ModalProps } from '@mantine/core';
import { useEffect, useId, useSyncExternalStore } from 'react';

/** Where a dialog stands that a request of another dialog opens: that one stays open below it. */
export const ABOVE_DIALOGS = getDefaultZIndex('modal') + 1;

/** The dialogs that are open in this window, the topmost last. */
let open: readonly string[] = [];
const listeners = new Set<() => void>();

function set(next: readonly string[]): void {
  open = next;
  for (const listener of listeners) listener();
}

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/**
 * A dialog. Escape closes the topmost one alone: Mantine's own close all at once, and what was typed in the lower ones would be
 * lost. So would it be by a click beside it, which therefore closes nothing.
 */
export function Dialog(props: ModalProps) {
  const id = useId();
  const { opened } = props;
  useEffect(() => {
    if (!opened) return undefined;
    set([...open, id]);
    // Later: the key that has closed this one would else close the next one as well.
    return () => void setTimeout(() => set(open.filter((other) => other !== id)));
  }, [opened, id]);
  const isTopmost = useSyncExternalStore(subscribe, () => open.at(-1) === id);
  return <Modal closeOnClickOutside={false} {...props} closeOnEscape={isTopmost && props.closeOnEscape !== false} />;
}

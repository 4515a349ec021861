/**
 * A button that is at work is disabled meanwhile, and thereby loses the focus: whoever goes by keyboard would be at the start
 * of the page. From now on it gets the focus back when its work, and a dialog that the work has opened, are over; unless the
 * person has gone elsewhere.
 */
export function keepFocus(): void {
  let focused: Element | null = null;
  let lost: readonly HTMLButtonElement[] = [];
  document.addEventListener('focusin', ({ target }) => {
    focused = target as Element;
    lost = lost.filter((button) => button.isConnected && frameOf(button) !== frameOf(focused as Element));
  });
  const giveBack = (): void => {
    if (document.activeElement !== document.body) return;
    lost.findLast((button) => button.isConnected && !button.disabled)?.focus();
  };
  const look = (records: readonly MutationRecord[]): void => {
    for (const { target } of records) {
      const isTaken = target === focused && target instanceof HTMLButtonElement && target.disabled;
      if (isTaken && !lost.includes(target)) lost = [...lost, target];
    }
    if (lost.length > 0) giveBack();
  };
  const options = { subtree: true, childList: true, attributes: true, attributeFilter: ['disabled'] };
  new MutationObserver(look).observe(document.body, options);
}

/** The dialog in which something is, or null on the page itself. */
const frameOf = (element: Element): Element | null => element.closest('[role=dialog]');

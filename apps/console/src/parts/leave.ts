import { useBlocker } from '@tanstack/react-router';
import { useRef } from 'react';
import { words } from '../app/words.js';

const useWords = words('leave', { ask: 'Leave this page? What you have typed is lost.' });

/** Asks before unsaved work is left. Returns what to call once it is saved, before the page is left. */
export function useUnsaved(isUnsaved: boolean): () => void {
  const say = useWords();
  const isSaved = useRef(false);
  useBlocker({
    shouldBlockFn: () => isUnsaved && !isSaved.current && !window.confirm(say('ask')),
    enableBeforeUnload: () => isUnsaved && !isSaved.current,
  });
  return () => void (isSaved.current = true);
}

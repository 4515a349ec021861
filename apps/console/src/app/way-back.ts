import { ownPath } from './own-path.js';

const KEY = 'way-back';

/** Keeps the page to go back to while this window is at a provider. */
export function rememberWayBack(path: string | undefined): void {
  sessionStorage.setItem(KEY, ownPath(path, location.origin));
}

/** The page to go back to; the start page where none is known. */
export const wayBack = (): string => ownPath(sessionStorage.getItem(KEY) ?? undefined, location.origin);

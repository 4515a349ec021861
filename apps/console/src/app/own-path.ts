const START = '/console';

/** Where a sign-in leads: to a path of this console, and to its start page for whatever else somebody put into a link. */
export function ownPath(next: unknown, origin: string): string {
  if (typeof next !== 'string' || !URL.canParse(next, origin)) return START;
  const { origin: its, pathname, search } = new URL(next, origin);
  const isOwn = its === origin && (pathname === START || pathname.startsWith(`${START}/`));
  return isOwn ? pathname + search : START;
}

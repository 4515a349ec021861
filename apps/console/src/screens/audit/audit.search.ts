/** What the trail is filtered by: in the address, so that it can be kept and shared. */
export interface AuditSearch {
  readonly actor?: string;
  readonly target?: string;
  readonly action?: string;
  /** A day of the reader's calendar, `2026-01-31`; the first and the last that are shown. */
  readonly from?: string;
  readonly to?: string;
  readonly cursor?: string;
}

const NAMES = ['actor', 'target', 'action', 'from', 'to', 'cursor'] as const;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const LONGEST = 300;

/** Takes from an address what is a filter, and drops the rest. */
export function auditSearch(given: Record<string, unknown>): AuditSearch {
  const said = NAMES.flatMap((name) => {
    const value = given[name];
    if (typeof value !== 'string' || value === '' || value.length > LONGEST) return [];
    if ((name === 'from' || name === 'to') && !isDay(value)) return [];
    return [[name, value] as const];
  });
  return Object.fromEntries(said);
}

const isDay = (text: string): boolean => DAY.test(text) && !Number.isNaN(Date.parse(`${text}T00:00`));

/** As the API takes it: instants, the last of which is not shown any more. */
export function auditQuery({ actor, target, action, from, to, cursor }: AuditSearch) {
  return {
    ...(actor && { actor: [actor] }),
    ...(target && { target: [target] }),
    ...(action && { action: [action] }),
    ...(from && { from: new Date(`${from}T00:00`).toISOString() }),
    ...(to && { to: dayAfter(to).toISOString() }),
    ...(cursor && { cursor }),
  };
}

function dayAfter(day: string): Date {
  const date = new Date(`${day}T00:00`);
  date.setDate(date.getDate() + 1);
  return date;
}

/** Where the browser fetches the same entries as a file. */
export function csvPath(search: AuditSearch): string {
  const { cursor: _page, ...query } = auditQuery(search);
  const parameters = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]));
  return `/v1/audit.csv?${parameters.toString()}`;
}

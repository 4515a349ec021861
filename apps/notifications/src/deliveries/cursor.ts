import { requestInvalid, RosterError } from '@roster/contracts';
import { validate as isUuid } from 'uuid';

export const writeCursor = (id: string): string => Buffer.from(id).toString('base64url');

/** The id of the last row of the page before. Throws `request.invalid`. */
export function readCursor(cursor: string): string {
  const id = Buffer.from(cursor, 'base64url').toString();
  if (isUuid(id)) return id;
  throw new RosterError(requestInvalid, undefined, {
    details: { errors: [{ path: 'cursor', message: 'is not a cursor of this list' }] },
  });
}

import { requestInvalid, RosterError, type FieldError } from '@roster/contracts';

/** `request.invalid`, for rules that a DTO alone cannot check. */
export const invalid = (...errors: FieldError[]): RosterError =>
  new RosterError(requestInvalid, undefined, { details: { errors } });

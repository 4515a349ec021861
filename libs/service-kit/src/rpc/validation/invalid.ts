import { requestInvalid, RosterError, type FieldError } from '@roster/contracts';

/** `request.invalid`, for what the DTO alone cannot know. */
export const invalid = (...errors: FieldError[]): RosterError =>
  new RosterError(requestInvalid, undefined, { details: { errors } });

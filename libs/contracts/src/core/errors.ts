/** One kind of failure: a stable code, the HTTP status it has at the gateway, and a title for people. */
export interface ErrorKind {
  readonly code: string;
  readonly status: number;
  readonly title: string;
}

const kinds = new Map<string, ErrorKind>();

/** Declares a kind of failure, beside the noun that it is about. Codes read `noun.reason` and are unique. */
export function errorKind(code: string, status: number, title: string): ErrorKind {
  if (kinds.has(code)) throw new Error(`The error code ${code} is declared twice`);
  const kind = Object.freeze({ code, status, title });
  kinds.set(code, kind);
  return kind;
}

/** The declared kind of a code that came over the bus; `internal` for one that nobody declared. */
export const errorKindOf = (code: string): ErrorKind => kinds.get(code) ?? internal;

export const internal = errorKind('internal', 500, 'Something went wrong on our side');
export const requestInvalid = errorKind('request.invalid', 422, 'The request is not valid');
export const requestMalformed = errorKind('request.malformed', 400, 'The request could not be read');
export const permissionDenied = errorKind('permission.denied', 403, 'You are not allowed to do this');
/**
 * Another service calls under a name that this one was not told of, or that is of another kind (`docs/decisions.md` 11).
 */
export const callerUnknown = errorKind('caller.unknown', 403, 'This service does not know who calls');
/** Another service reaches for what its user may not touch. `details`: `limit` (`account` or `record-type`). */
export const callerLimited = errorKind('caller.limited', 403, 'The calling service may not touch this');
export const sessionRequired = errorKind('session.required', 401, 'Sign in first');
/**
 * The act needs a fresh proof of who asks (S22). Where a sign-in is not enough, `details.purpose` says what the proof must be
 * given for: it is the `purpose` of the reauthentication.
 */
export const reauthenticationRequired = errorKind(
  'session.reauthentication-required',
  401,
  'Prove again that it is you, then repeat this',
);
export const serviceUnavailable = errorKind('service.unavailable', 503, 'The service is not available right now');
export const serviceTimeout = errorKind('service.timeout', 504, 'The service did not answer in time');
export const rateLimited = errorKind('rate.limited', 429, 'Too many requests: try again later');
export const idempotencyKeyReused = errorKind(
  'idempotency.key-reused',
  409,
  'This idempotency key was used for another request',
);

/** What went wrong at one place of the input: `emails[1]`. */
export interface FieldError {
  path: string;
  code?: string;
  message: string;
  /** What can be said there instead. */
  choices?: string[];
}

/** Facts for the client. `errors` and the rest end up in the problem document; nothing secret belongs here. */
export type ErrorDetails = Record<string, unknown> & { errors?: FieldError[] };

/**
 * A failure that the client may see. It crosses the bus as `{ code, message, details }`; the cause stays in the log
 * of the service where it happened.
 */
export class RosterError extends Error {
  readonly code: string;
  readonly details: ErrorDetails | undefined;

  constructor(kind: ErrorKind, message?: string, options: { details?: ErrorDetails; cause?: unknown } = {}) {
    super(message ?? kind.title, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'RosterError';
    this.code = kind.code;
    this.details = options.details;
  }

  get kind(): ErrorKind {
    return errorKindOf(this.code);
  }

  is(kind: ErrorKind): boolean {
    return this.code === kind.code;
  }
}

/** A failure because a name is not known. Its message and `details.choices` say which ones are. */
export const unknownName = (
  kind: ErrorKind,
  choices: readonly string[],
  details: Omit<ErrorDetails, 'choices'> = {},
): RosterError =>
  new RosterError(kind, `${kind.title}: it must be ${oneOf(choices)}`, {
    details: { ...details, choices: [...choices] },
  });

/** The choices in words: `one of free, team, business`. */
export const oneOf = (choices: readonly string[]): string => `one of ${choices.join(', ') || 'none'}`;

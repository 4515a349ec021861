import {
  requestInvalid,
  requestMalformed,
  RosterError,
  type Class,
  type FieldError,
  type RpcContract,
} from '@roster/contracts';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { fieldErrors } from './field-errors.js';
import { hazards } from './hazards.js';
import { shapeErrors } from './shapes.js';

const MOST_ERRORS = 100;

/**
 * Makes an instance of the DTO class from plain JSON. Throws `request.malformed` where the value is not an object or is
 * nested too deeply, and `request.invalid` with `details.errors`, `[{ path: 'emails[1]', message }]`, for everything
 * else. Unknown keys are errors, unless they are to be ignored; then the instance does not have them.
 */
export function validate<T extends object>(
  cls: Class<T>,
  plain: unknown,
  unknownMembers: RpcContract['unknownMembers'] = 'refused',
): T {
  if (typeof plain !== 'object' || plain === null || Array.isArray(plain)) {
    throw new RosterError(requestMalformed, 'The input is not a JSON object');
  }
  refuse(hazards(plain));
  const instance = plainToInstance(cls, plain);
  // Without `forbidUnknownValues`, a DTO with no fields is valid too; its whitelist is then empty.
  const forbidNonWhitelisted = unknownMembers === 'refused';
  const errors = validateSync(instance, { whitelist: true, forbidNonWhitelisted, forbidUnknownValues: false });
  const broken = fieldErrors(errors);
  const named = new Set(broken.map(({ path }) => path));
  refuse([...broken, ...shapeErrors(instance).filter(({ path }) => !named.has(path))]);
  return instance;
}

function refuse(errors: FieldError[]): void {
  if (errors.length === 0) return;
  throw new RosterError(requestInvalid, undefined, { details: { errors: errors.slice(0, MOST_ERRORS) } });
}

import { SCOPE_NAMES } from '@roster/permissions';
import { Described } from '../core/described.js';

const scope = { type: 'array', items: { type: 'string', enum: SCOPE_NAMES } } as const;

/** `true` for a toggle, the scope's names for a scoped action. */
export type GrantValue = true | string[];

/** A list of the names that a scope has. */
export const ScopeNames = ({ orNull = false } = {}) => Described({ ...scope, ...(orNull && { nullable: true }) });

/** Permission → `true` for a yes or no, a list of scope names for what is about records. */
export const GrantsByPermission = () =>
  Described({ type: 'object', additionalProperties: { oneOf: [{ type: 'boolean', enum: [true] }, scope] } });

/** Permission → the scope that is held. */
export const ScopesByPermission = () => Described({ type: 'object', additionalProperties: scope });

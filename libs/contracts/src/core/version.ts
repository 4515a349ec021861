import { applyDecorators } from '@nestjs/common';
import { IsInt, Max, Min } from 'class-validator';

/** The highest version that an account can have: Postgres stores an `integer`. */
export const HIGHEST_VERSION = 2_147_483_647;

/** Decorators of a version. One that no account can reach is refused: whoever waited for it would wait for ever. */
export const IsVersion = (): PropertyDecorator => applyDecorators(IsInt(), Min(0), Max(HIGHEST_VERSION));

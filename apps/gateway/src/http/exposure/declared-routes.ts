import { RequestMethod, type Type } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { EXPOSURE, type Exposure } from './exposure.js';

/** A route as the decorators of its controller declare it. */
export interface DeclaredRoute {
  readonly controller: Type;
  /** The name of its method. */
  readonly name: string;
  readonly method: string;
  /** From the root, with parameters as Nest writes them: `/v1/teams/:teamId`. */
  readonly path: string;
  /** Undefined where it asks no contract. */
  readonly exposure: Exposure | undefined;
}

/** All routes of the controllers, in their order. */
export const declaredRoutes = (controllers: readonly Type[]): DeclaredRoute[] =>
  controllers.flatMap((controller) =>
    Object.getOwnPropertyNames(controller.prototype).flatMap((name) => routesOf(controller, name)),
  );

function routesOf(controller: Type, name: string): DeclaredRoute[] {
  const handler: unknown = Object.getOwnPropertyDescriptor(controller.prototype, name)?.value;
  const method: unknown = typeof handler === 'function' && Reflect.getMetadata(METHOD_METADATA, handler);
  if (typeof handler !== 'function' || typeof method !== 'number') return [];
  const exposure = Reflect.getMetadata(EXPOSURE, handler) as Exposure | undefined;
  const [base = ''] = paths(controller);
  return paths(handler).map((path) => ({
    controller,
    name,
    method: RequestMethod[method] ?? '',
    path: `/${[...base.split('/'), ...path.split('/')].filter(Boolean).join('/')}`,
    exposure,
  }));
}

const paths = (declared: object) => [Reflect.getMetadata(PATH_METADATA, declared) as string | string[]].flat();

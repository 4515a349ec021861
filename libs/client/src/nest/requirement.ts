import type { Type } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { RecordReference } from '@roster/contracts';
import type { Asker } from './asker.js';

/** What the functions of a requirement get to look things up. */
export interface Asked {
  /** Who asks. Look up only records of their account: nobody else checks that. */
  readonly asker: Asker;
  /** Finds a provider of the service: `get(Contacts)`. */
  get<T>(type: Type<T>): T;
}

type Eventually<T> = T | Promise<T>;

/** What a request is about besides the permission. The functions get the request as the framework made it. */
export interface About {
  /** The record, with its stored owner; undefined where there is none with this id, which becomes a 404. */
  record?(request: object, asked: Asked): Eventually<RecordReference | undefined>;
  /** The handler lists records, and filters them by the same permission. */
  readonly list?: true;
  /** The project, for permissions of project level. */
  project?(request: object, asked: Asked): Eventually<string | undefined>;
  /** Properties of the action, where its variants depend on them. */
  actionProperties?(request: object): Readonly<Record<string, unknown>>;
}

export interface Requirement {
  /** `feature:action`. */
  readonly permission: string;
  readonly about: About;
}

/** What a handler, or a whole controller, requires. */
export const Requires = Reflector.createDecorator<Requirement>();

import type { Type } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { RecordReference } from '@roster/contracts';
import type { Asker } from './asker.js';

/** What the functions of a requirement have to look things up with. */
export interface Asked {
  /** Look up nothing but what is of his account: whose it is, nobody else checks. */
  readonly asker: Asker;
  /** Finds a provider of the service: `get(Contacts)`. */
  get<T>(type: Type<T>): T;
}

type Eventually<T> = T | Promise<T>;

/** What a request is about besides the permission. The functions see the request as the framework made it. */
export interface About {
  /** The record, with its owner as it is stored; undefined where there is none with this id: 404. */
  record?(request: object, asked: Asked): Eventually<RecordReference | undefined>;
  /** It lists records, and does so by the filter of the same permission. */
  readonly list?: true;
  /** The project, for permissions of project level. */
  project?(request: object, asked: Asked): Eventually<string | undefined>;
  /** What the action is asked with, where it has variants that go by that. */
  actionProperties?(request: object): Readonly<Record<string, unknown>>;
}

export interface Requirement {
  /** `feature:action`. */
  readonly permission: string;
  readonly about: About;
}

/** What a handler, or all of a controller, requires. */
export const Requires = Reflector.createDecorator<Requirement>();

import type { Envelope, EventContract } from '@roster/contracts';
import type { EntityManager } from 'typeorm';

/**
 * Handles one event in one transaction, which has entered the event's account. A rejection means that it is tried again
 * later.
 */
export type EventHandler<T extends object = object> = (envelope: Envelope<T>, manager: EntityManager) => Promise<void>;

const EVENTS = Symbol('roster:events');

/** Makes a method of a provider or controller the handler of an event. It takes effect once for each event. */
export const OnEvent =
  <T extends object>(event: EventContract<T>) =>
  <M extends EventHandler<T>>(_target: object, _name: string | symbol, { value }: TypedPropertyDescriptor<M>): void => {
    if (!value) throw new Error(`@OnEvent(${event.subject}) stands on something that is not a method`);
    Reflect.defineMetadata(EVENTS, [event, ...handledEvents(value)], value);
  };

/** The events that a method handles. */
export const handledEvents = (method: object): EventContract[] => Reflect.getMetadata(EVENTS, method) ?? [];

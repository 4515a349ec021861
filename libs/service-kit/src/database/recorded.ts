import type { EntityManager } from 'typeorm';

const managers = new WeakSet<EntityManager>();

/** Notes that an event was recorded in this manager's transaction, so that its commit wakes the relay. */
export const markRecorded = (manager: EntityManager): void => void managers.add(manager);

export const takeRecorded = (manager: EntityManager): boolean => managers.delete(manager);

import type { EntityManager } from 'typeorm';

const waiting = new WeakMap<EntityManager, (() => void)[]>();

/** Calls `then` once the manager's transaction has committed, and never where it rolled back. It must not throw. */
export function afterCommit(manager: EntityManager, then: () => void): void {
  waiting.set(manager, [...(waiting.get(manager) ?? []), then]);
}

export const takeAfterCommit = (manager: EntityManager): readonly (() => void)[] => waiting.get(manager) ?? [];

import type { EntityManager } from 'typeorm';

const waiting = new WeakMap<EntityManager, (() => void)[]>();

/** Calls `then` after the manager's transaction has committed, and not if it rolls back. `then` must not throw. */
export function afterCommit(manager: EntityManager, then: () => void): void {
  waiting.set(manager, [...(waiting.get(manager) ?? []), then]);
}

export const takeAfterCommit = (manager: EntityManager): readonly (() => void)[] => waiting.get(manager) ?? [];

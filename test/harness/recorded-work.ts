import { AsyncLocalStorage, createHook } from 'node:async_hooks';
import { NatsRpcServer, Outbox, RpcClient } from '@roster/service-kit';
import type { RpcContract } from '@roster/contracts';
import pg from 'pg';

/** Any method of a prototype. */
// oxlint-disable-next-line typescript/no-explicit-any
type Method = (...args: any[]) => unknown;

const PASSWORD_HASHED = 'a password is hashed';

/**
 * Records what the services of this process do for one call, in order: the text of each statement, each hashed password,
 * each event, each call of another service. Two requests with the same work take equally long, and unlike a time this
 * can be compared on a busy machine. What a service does by itself meanwhile is not recorded.
 */
export async function recordedWork({ subject }: RpcContract, ask: () => Promise<unknown>): Promise<string[]> {
  const seen: string[] = [];
  const within = new AsyncLocalStorage<true>();
  const work: unknown[] = [];
  const note = (entry: string) => void (within.getStore() && seen.push(entry));
  const undo = [
    around(NatsRpcServer.prototype, 'handle', (handle, message: { subject: string }) => {
      if (message.subject !== subject) return handle();
      const handled = within.run(true, handle);
      work.push(handled);
      return handled;
    }),
    around(pg.Client.prototype, 'query', (query, statement: string | { text: string }) => {
      note(typeof statement === 'string' ? statement : statement.text);
      return query();
    }),
    around(RpcClient.prototype, 'call', (call, contract: RpcContract) => (note(`asks ${contract.subject}`), call())),
    around(Outbox.prototype, 'record', (record, _, event: { subject: string }) => {
      note(`records ${event.subject}`);
      return record();
    }),
  ];
  // Argon2 runs as native work without a name. Node's own work always has a name.
  const hashes = createHook({ init: (_, name) => name === 'undefined' && note(PASSWORD_HASHED) }).enable();
  try {
    await ask();
    await Promise.all(work);
  } finally {
    hashes.disable();
    within.disable();
    for (const each of undo) each();
  }
  return seen;
}

export const hashesIn = (seen: readonly string[]): number => seen.filter((entry) => entry === PASSWORD_HASHED).length;

/** Wraps a method; returns a function that restores it. */
function around(
  prototype: object,
  name: string,
  wrap: (inner: () => unknown, ...args: never[]) => unknown,
): () => void {
  const inner = Reflect.get(prototype, name) as Method;
  const outer = function (this: unknown, ...args: never[]) {
    return wrap(() => inner.apply(this, args), ...args);
  };
  Reflect.set(prototype, name, outer);
  return () => void Reflect.set(prototype, name, inner);
}

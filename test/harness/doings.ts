import { AsyncLocalStorage, createHook } from 'node:async_hooks';
import { NatsRpcServer, Outbox, RpcClient } from '@roster/service-kit';
import type { RpcContract } from '@roster/contracts';
import pg from 'pg';

/** Any method that may stand in a prototype. */
// oxlint-disable-next-line typescript/no-explicit-any
type Method = (...args: any[]) => unknown;

const PASSWORD_HASHED = 'a password is hashed';

/**
 * What the services of this process do for one call, in order: each statement by its text, each password that is hashed, each
 * event, each call of another service. Two ways that do the same take as long as each other, whatever else the machine is
 * busy with. What a service does by itself meanwhile is not in it.
 */
export async function doings({ subject }: RpcContract, ask: () => Promise<unknown>): Promise<string[]> {
  const seen: string[] = [];
  const within = new AsyncLocalStorage<true>();
  const work: unknown[] = [];
  const note = (doing: string) => void (within.getStore() && seen.push(doing));
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
  // Argon2 is native work without a name; whatever Node does has one.
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

export const hashesIn = (seen: readonly string[]): number => seen.filter((doing) => doing === PASSWORD_HASHED).length;

/** Puts something round a method; returns how to take it off again. */
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

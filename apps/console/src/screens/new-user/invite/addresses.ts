import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { api, bodyOf } from '../../../api/client.js';
import { retrySafely } from '../../../api/problem.js';
import type { components } from '../../../api/schema.js';

export type ReadAddress = components['schemas']['ReadAddress'];

export interface Addresses {
  /** What was read so far, in its order, with what stands against each. */
  readonly read: readonly ReadAddress[];
  /** Those that can be invited. */
  readonly emails: string[];
  readonly areGood: boolean;
  readonly isReading: boolean;
  readonly error: unknown;
  /** Reads what was typed or pasted, after what is there. */
  readonly add: (text: string) => void;
  readonly takeOut: (at: number) => void;
  readonly takeOutBad: () => void;
  /** Asks again about all of them. */
  readonly ask: () => void;
}

/** The addresses of an invitation. The services read them, as they will when they are sent: there is one reader. */
export function useAddresses(): Addresses {
  const [read, setRead] = useState<readonly ReadAddress[]>([]);
  // What is asked about by now, also before it is answered: quick hands take out two, or type on, within one answer.
  const wanted = useRef<readonly string[]>([]);
  const reading = useMutation({
    mutationFn: async (texts: readonly string[]) =>
      (await bodyOf(api.POST('/v1/invitations/addresses', { body: { text: texts.join('\n') } }))).addresses,
    retry: retrySafely,
    onSuccess: (addresses, texts) => {
      if (texts !== wanted.current) return;
      wanted.current = addresses.map(({ text }) => text);
      setRead(addresses);
    },
  });
  // All of them together: only then is a duplicate one.
  const ask = (texts: readonly string[]): void => {
    wanted.current = texts;
    if (texts.length > 0) reading.mutate(texts);
  };
  /** They are gone from the screen at once; what stands against the others is asked. */
  const takeOut = (gone: readonly ReadAddress[]): void => {
    setRead(read.filter((address) => !gone.includes(address)));
    const texts = [...wanted.current];
    for (const { text } of gone) texts.splice(texts.indexOf(text), 1);
    ask(texts);
  };
  const emails = read.flatMap(({ email, status }) => (email !== null && status === 'ok' ? [email] : []));
  return {
    read,
    emails,
    areGood: read.every(({ status }) => status === 'ok'),
    isReading: reading.isPending,
    error: reading.error,
    add: (text) => text.trim() && ask([...wanted.current, text]),
    takeOut: (at) => takeOut(read.slice(at, at + 1)),
    takeOutBad: () => takeOut(read.filter(({ status }) => status !== 'ok')),
    ask: () => ask(wanted.current),
  };
}

import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { api, bodyOf } from '../../../api/client.js';
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
  const reading = useMutation({
    mutationFn: async (text: string) =>
      (await bodyOf(api.POST('/v1/invitations/addresses', { body: { text } }))).addresses,
    onSuccess: (addresses) => setRead(addresses),
  });
  // All of them together: only then is a duplicate one.
  const ask = (texts: readonly string[]): void => {
    if (texts.length === 0) setRead([]);
    else reading.mutate(texts.join('\n'));
  };
  const texts = read.map(({ text }) => text);
  const emails = read.flatMap(({ email, status }) => (email !== null && status === 'ok' ? [email] : []));
  return {
    read,
    emails,
    areGood: read.every(({ status }) => status === 'ok'),
    isReading: reading.isPending,
    error: reading.error,
    add: (text) => text.trim() && ask([...texts, text]),
    takeOut: (at) => ask(texts.filter((_, index) => index !== at)),
    takeOutBad: () => ask(read.filter(({ status }) => status === 'ok').map(({ text }) => text)),
    ask: () => ask(texts),
  };
}

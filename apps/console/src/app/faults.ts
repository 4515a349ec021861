import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent } from 'react';
import { isRefusal, type Refusal } from '../api/problem.js';

/** Calls `take` for each refusal with one of these codes, whichever read or write met it. */
export function useRefusals(codes: readonly string[], take: (refusal: Refusal) => void): void {
  const queries = useQueryClient();
  const hear = useEffectEvent((error: unknown) => {
    if (isRefusal(error, ...codes)) take(error);
  });
  useEffect(() => {
    const ofReads = queries.getQueryCache().subscribe((event) => {
      if (event.type === 'updated' && event.action.type === 'error') hear(event.action.error);
    });
    const ofWrites = queries.getMutationCache().subscribe((event) => {
      if (event.type === 'updated' && event.action.type === 'error') hear(event.action.error);
    });
    return () => {
      ofReads();
      ofWrites();
    };
  }, [queries]);
}

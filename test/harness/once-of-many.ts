import { setTimeout as sleep } from 'node:timers/promises';
import { checkStale, RosterError, serviceTimeout, serviceUnavailable } from '@roster/contracts';
import type { Answer } from './api.js';
import { RIVALS } from './scale.js';

const PAUSE = 50;

export interface Contest {
  /** What each of them tries, all at the same moment: it resolves where it worked. They count from 0. */
  readonly attempt: (rival: number) => Promise<unknown>;
  /** How often it has taken effect, from where that is kept: an answer may get lost, a row does not. */
  readonly effects: () => Promise<number>;
  readonly rivals?: number;
}

export interface Outcome {
  readonly effects: number;
  /** How many were told that it worked. An effect whose answer got lost counts as told. */
  readonly told: number;
  /** What the others were told instead, each code once. */
  readonly refusals: readonly string[];
  /** Those who were told that it worked, and those whose answers got lost. */
  readonly winners: readonly number[];
  /** How many did not learn the first time what had become of it. */
  readonly lost: number;
}

/**
 * Many callers try at the same time what may work once, or a limited number of times. Callers who do not learn their
 * outcome ask again; otherwise these tests would fail on a busy machine. What counts is how often it took effect.
 */
export async function compete({ attempt, effects, rivals = RIVALS }: Contest): Promise<Outcome> {
  const before = await effects();
  const ends = await Promise.all(Array.from({ length: rivals }, (_, rival) => endOf(() => attempt(rival))));
  const took = (await effects()) - before;
  const told = ends.filter(({ code }) => code === 'none').length;
  const lost = ends.filter(({ asked }) => asked > 1).length;
  const refused = ends.filter(({ code }) => code !== 'none');
  // Callers whose attempt took effect without an answer may be refused at their second attempt: they have already used
  // up their step.
  const untold = Math.max(0, took - told);
  const isPlain = (code: string) => refused.filter((end) => end.code === code).length > untold;
  const sure = refused.filter(({ code, asked }) => asked === 1 || isPlain(code));
  return {
    effects: took,
    told: told + Math.min(untold, lost),
    refusals: [...new Set(sure.map(({ code }) => code))],
    winners: ends.flatMap(({ code, asked }, rival) => (code === 'none' || asked > 1 ? [rival] : [])),
    lost,
  };
}

/** The result or refusal of a call, which is repeated as long as its outcome is unknown. */
export async function answered<T>(ask: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!isUnknown(error)) throw error;
      await sleep(PAUSE);
    }
  }
}

/** The code of the refusal that this ends in, `none` where it worked, once that is known. */
export const settled = async (attempt: () => Promise<unknown>): Promise<string> => (await endOf(attempt)).code;

/** An answer over HTTP as a call's: what is no success is thrown, with its problem's code. */
export async function accepted(answer: Promise<Answer>): Promise<Answer> {
  const { status, body, headers } = await answer;
  if (status < 300) return { status, body, headers };
  throw Object.assign(new Error(`It answered ${status}`), { code: body?.code ?? `status ${status}`, status });
}

async function endOf(attempt: () => Promise<unknown>): Promise<{ code: string; asked: number }> {
  let asked = 0;
  try {
    await answered(() => {
      asked += 1;
      return attempt();
    });
    return { code: 'none', asked };
  } catch (error) {
    return { code: error instanceof Error && 'code' in error ? String(error.code) : String(error), asked };
  }
}

/** Whether the outcome is unknown: there was no answer, or one that does not tell. */
function isUnknown(error: unknown): boolean {
  if (error instanceof RosterError)
    return [serviceTimeout, serviceUnavailable, checkStale].some((kind) => error.is(kind));
  if (!(error instanceof Error)) return false;
  // What `fetch` throws where the connection is lost.
  if (error instanceof TypeError) return error.cause instanceof Error && 'code' in error.cause;
  return 'status' in error && (error.status === 503 || error.status === 504);
}

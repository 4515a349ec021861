import { cumulativeStdNormalProbability, median, wilcoxonRankSum } from 'simple-statistics';

export interface Comparison {
  /** Milliseconds. */
  readonly medians: readonly [number, number];
  /** How far the second median is from the first, as a part of the first. */
  readonly apart: number;
  /** Mann-Whitney, two-sided: how likely samples as different as these are where nothing differs. */
  readonly p: number;
}

type Way = () => Promise<unknown>;

/** So alike that nobody who measures learns which one he has met (S11). */
export const isAlike = ({ apart, p }: Comparison): boolean => apart < 0.05 && p > 0.01;

/**
 * Takes both ways in turn, in pairs of random order, so that whatever else the machine does falls on both alike. Where they
 * come out different it measures again, five rounds at the most: chance says so once in a hundred rounds, and a neighbour's
 * load now and then, but what really differs differs in each.
 */
export async function compareTimes(one: Way, other: Way, samples = 200): Promise<Comparison> {
  for (const warmUp of [one, other, one, other]) await warmUp();
  for (let round = 1; ; round += 1) {
    const comparison = await measure(one, other, samples);
    if (isAlike(comparison) || round === 5) return comparison;
  }
}

async function measure(one: Way, other: Way, samples: number): Promise<Comparison> {
  const [ones, others]: [number[], number[]] = [[], []];
  for (let pair = 0; pair < samples; pair += 1) {
    if (Math.random() < 0.5) {
      ones.push(await timed(one));
      others.push(await timed(other));
    } else {
      others.push(await timed(other));
      ones.push(await timed(one));
    }
  }
  const medians = [median(ones), median(others)] as const;
  return { medians, apart: Math.abs(medians[1] - medians[0]) / medians[0], p: mannWhitney(ones, others) };
}

async function timed(way: Way): Promise<number> {
  const since = performance.now();
  await way();
  return performance.now() - since;
}

/** By the normal approximation, which holds from some twenty samples on; times have no ties to speak of. */
function mannWhitney(ones: readonly number[], others: readonly number[]): number {
  const [n, m] = [ones.length, others.length];
  const expected = (n * (n + m + 1)) / 2;
  const deviation = Math.sqrt((n * m * (n + m + 1)) / 12);
  const z = Math.abs(wilcoxonRankSum([...ones], [...others]) - expected) / deviation;
  return 2 * (1 - cumulativeStdNormalProbability(z));
}

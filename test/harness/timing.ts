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

/**
 * Whether a person who measures cannot tell the two ways apart (S11). They count as different where the medians differ
 * by more than a twentieth and it is not chance. A chance difference passes as real once in a thousand times, on a busy
 * machine too, since it is busy for both.
 */
export const isAlike = ({ apart, p }: Comparison): boolean => apart < 0.05 || p > 0.001;

/** Times both ways in turn, in pairs of random order, so that other load on the machine affects both alike. */
export async function compareTimes(one: Way, other: Way, samples = 200): Promise<Comparison> {
  for (const warmUp of [one, other, one, other]) await warmUp();
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

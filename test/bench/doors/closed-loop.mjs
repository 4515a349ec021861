/**
 * Does one thing again and again, so many at once, for so long. What has begun by then is waited for and counts, so that
 * nothing is left over for what is measured next. Resolves with how many a second, and milliseconds.
 */
export async function closedLoop(atOnce, seconds, once) {
  const times = [];
  const begun = performance.now();
  const end = begun + seconds * 1_000;
  const loop = async () => {
    while (performance.now() < end) {
      const start = performance.now();
      await once();
      times.push(performance.now() - start);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, loop));
  const took = performance.now() - begun;
  times.sort((a, b) => a - b);
  const at = (share) => Math.round(times[Math.floor(times.length * share)]);
  return { rate: times.length / (took / 1_000), p50: at(0.5), p99: at(0.99) };
}

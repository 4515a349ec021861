/**
 * Repeats one thing for a while, with a fixed number running at once. Work that is running at the end is waited for and
 * counts, so that it does not disturb the next measurement. Resolves with the rate per second, and milliseconds.
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

/** Contestants in turns, so that a machine that is busy elsewhere is so for all of them; what counts is the median. */
const NS = 1e6;

/**
 * Each contestant has a `name` and `run(questions)`, which answers how many are allowed. `questions()` makes the questions
 * again for each run and is not measured. Gives the median in ns for one question, by name.
 */
export function race(contestants, questions, { rounds, warmUp = 3 }) {
  const times = new Map(contestants.map(({ name }) => [name, []]));
  for (let round = -warmUp; round < rounds; round++) {
    for (let turn = 0; turn < contestants.length; turn++) {
      const { name, run } = contestants[(turn + round + contestants.length * warmUp) % contestants.length];
      const asked = questions();
      const begun = performance.now();
      run(asked);
      const elapsed = performance.now() - begun;
      if (round >= 0) times.get(name).push((elapsed * NS) / asked.length);
    }
    if (round % 50 === 0) globalThis.gc?.();
  }
  return new Map([...times].map(([name, list]) => [name, median(list)]));
}

/** The median over rounds of what `work` takes, in ns. `make` prepares its argument, unmeasured. */
export function timed(make, work, rounds) {
  const times = [];
  for (let round = -2; round < rounds; round++) {
    const argument = make();
    const begun = performance.now();
    const result = work(argument);
    const elapsed = performance.now() - begun;
    if (result === undefined) throw new Error('Nothing came of it');
    if (round >= 0) times.push(elapsed * NS);
  }
  return median(times);
}

/** What `make` leaves on the heap and in buffers, in bytes: the median over rounds, in each of which it is made `copies` times. */
export function weighed(make, copies, rounds = 7) {
  if (!globalThis.gc) throw new Error('Memory is measured with --expose-gc');
  const sizes = [];
  const kept = [make()];
  for (let round = 0; round < rounds; round++) {
    const before = used();
    for (let copy = 0; copy < copies; copy++) kept.push(make());
    sizes.push((used() - before) / copies);
  }
  if (kept.length <= rounds) throw new Error('Nothing came of it');
  return median(sizes);
}

/** Bytes on the heap and in buffers, after collecting what nobody needs. */
export function used() {
  for (let pass = 0; pass < 3; pass++) globalThis.gc();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

function median(list) {
  const ordered = list.toSorted((one, other) => one - other);
  return ordered[ordered.length >> 1];
}

/** Nanoseconds, as one reads them. */
export function duration(ns) {
  if (ns < 1e3) return `${ns.toFixed(ns < 100 ? 1 : 0)} ns`;
  if (ns < 1e6) return `${(ns / 1e3).toFixed(1)} µs`;
  return ns < 1e9 ? `${(ns / 1e6).toFixed(1)} ms` : `${(ns / 1e9).toFixed(2)} s`;
}

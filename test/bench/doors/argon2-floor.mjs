/** Verifies one password again and again, so many at once: what a sign-in costs with nothing around its hash. */
import { hash, verify } from '@node-rs/argon2';
import { settings } from './settings.mjs';

const { costs, password } = await settings();
const stored = await hash(password, costs);

async function measure(atOnce, seconds) {
  const times = [];
  const begun = performance.now();
  const end = begun + seconds * 1_000;
  const loop = async () => {
    while (performance.now() < end) {
      const start = performance.now();
      if (!(await verify(stored, password))) throw new Error('The floor does not verify');
      times.push(performance.now() - start);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, loop));
  times.sort((a, b) => a - b);
  const at = (share) => Math.round(times[Math.floor(times.length * share)]);
  return { rate: times.length / ((performance.now() - begun) / 1_000), p50: at(0.5), p99: at(0.99) };
}

process.on('message', ({ connections, seconds }) => {
  measure(connections, seconds).then(
    (result) => process.send({ result }),
    (error) => process.send({ error: error.stack }),
  );
});
process.send({ ready: true });

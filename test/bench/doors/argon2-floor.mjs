/** Verifies one password again and again, so many at once: what a sign-in costs with nothing around its hash. */
import { hash, verify } from '@node-rs/argon2';
import { closedLoop } from './closed-loop.mjs';
import { settings } from './settings.mjs';

const { costs, password } = await settings();
const stored = await hash(password, costs);

const once = async () => {
  if (!(await verify(stored, password))) throw new Error('The floor does not verify');
};

process.on('message', ({ connections, seconds }) => {
  closedLoop(connections, seconds, once).then(
    (result) => process.send({ result }),
    (error) => process.send({ error: error.stack }),
  );
});
process.send({ ready: true });

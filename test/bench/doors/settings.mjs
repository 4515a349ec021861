import { once } from 'node:events';

/** The first message that a process of this folder gets. */
export async function settings() {
  const [given] = await once(process, 'message');
  return given;
}

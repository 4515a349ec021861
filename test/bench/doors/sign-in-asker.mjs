/** Signs in over HTTP, or asks who one is, and checks every status. Told `{ target, connections, seconds }`. */
import { closedLoop } from './closed-loop.mjs';
import { settings } from './settings.mjs';

/** `targets`: name → `{ url, method, headers, body, status }`. */
const { targets } = await settings();

function measure(name, connections, seconds) {
  const { url, method, headers, body, status } = targets[name];
  const request = {
    method,
    headers: { ...(body && { 'content-type': 'application/json' }), ...headers },
    ...(body && { body: JSON.stringify(body) }),
  };
  return closedLoop(connections, seconds, async () => {
    const response = await fetch(url, request);
    const text = await response.text();
    if (response.status !== status) throw new Error(`${name}: ${response.status} ${text}`);
  });
}

process.on('message', ({ target, connections, seconds }) => {
  measure(target, connections, seconds).then(
    (result) => process.send({ result }),
    (error) => process.send({ error: error.stack }),
  );
});
process.send({ ready: true });

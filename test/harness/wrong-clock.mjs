// Loaded by `--import` before a service: its clock is wrong by as many milliseconds as the file that WRONG_CLOCKS names has
// under the service's name. Timers are not touched, as a wrong wall clock does not touch them either.
import { readFileSync } from 'node:fs';

const [, service = ''] = /\/apps\/([a-z]+)\/dist\//.exec(process.argv[1] ?? '') ?? [];
const wrongBy = JSON.parse(readFileSync(process.env.WRONG_CLOCKS, 'utf8'))[service] ?? 0;
if (wrongBy !== 0) {
  const now = () => RightDate.now() + wrongBy;
  const RightDate = globalThis.Date;
  globalThis.Date = new Proxy(RightDate, {
    construct: (target, args, newTarget) => Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
    apply: () => new RightDate(now()).toString(),
    get: (target, key) => (key === 'now' ? now : Reflect.get(target, key)),
  });
}

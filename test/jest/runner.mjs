/**
 * Jest's own test runner (its option `testRunner`), but it runs test files as plain modules of Node. Jest itself gives
 * each file a fresh copy of every module: Nest and TypeORM were loaded 130 times in a run, which took longer than the
 * tests. Here a worker loads them once, and only the test file itself is evaluated again. So whatever a test leaves
 * behind in a shared module is still there for the next file.
 */
import asyncHooks from 'node:async_hooks';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

import circus from 'jest-circus/runner';

const require = createRequire(import.meta.url);

/** Where the parts of Jest's runner keep the listeners of the file that runs. */
const LISTENERS = Symbol.for('EVENT_HANDLERS');

let files = 0;
let globals;

/**
 * What Jest's runner keeps the test in that runs, in place of Node's AsyncLocalStorage. The tests of a file run one after
 * the other, so a variable is enough. Node's own would be told of each promise, and there would be one more of them for
 * each file that a worker has run: after eighty files that took more time than the tests.
 */
class CurrentTest {
  async run(test, work) {
    const outer = this.test;
    this.test = test;
    try {
      return await work();
    } finally {
      this.test = outer;
    }
  }

  getStore() {
    return this.test;
  }
}

/** The functions for the file that is being loaded. */
export const jestGlobals = () => globals;

export default function runFile(globalConfig, config, environment, _runtime, testPath, send) {
  // Jest has put a formatter here that knows the sources which it has compiled itself; Node's own follows our source maps.
  Error.prepareStackTrace = undefined;
  files += 1;
  return circus.default(globalConfig, config, environment, natively, testPath, send);
}

/** What Jest's runner asks of a module system. */
const natively = {
  /** Its own module, whose state is about one file: a fresh one each time. */
  requireInternalModule(path) {
    delete require.cache[path];
    delete globalThis[LISTENERS];
    const { AsyncLocalStorage } = asyncHooks;
    asyncHooks.AsyncLocalStorage = CurrentTest;
    try {
      return require(path);
    } finally {
      asyncHooks.AsyncLocalStorage = AsyncLocalStorage;
    }
  },
  requireModule: require,
  unstable_shouldLoadAsEsm: () => true,
  unstable_importModule: (path) => import(`${pathToFileURL(path)}?${files}`),
  setGlobalsForRuntime(given) {
    globals = given;
  },
  enterTestCode() {},
  leaveTestCode() {},
};

// What `@jest/globals` gives to a test file: the functions of the run that the file belongs to, and Jest's mocks and timers.
import { ModernFakeTimers } from '@jest/fake-timers';
import { ModuleMocker } from 'jest-mock';

import { jestGlobals } from './runner.mjs';

export const { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } = jestGlobals();

const mocker = new ModuleMocker(globalThis);
const timers = new ModernFakeTimers({ global: globalThis, config: {} });

/** Those parts of Jest's object that do not replace modules. */
export const jest = {
  fn: mocker.fn.bind(mocker),
  spyOn: mocker.spyOn.bind(mocker),
  useFakeTimers: timers.useFakeTimers.bind(timers),
  useRealTimers: timers.useRealTimers.bind(timers),
  advanceTimersByTime: timers.advanceTimersByTime.bind(timers),
  getTimerCount: timers.getTimerCount.bind(timers),
};

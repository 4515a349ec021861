// Workers inherit it. Programs that tests start as in production take no notice of it.
process.env.TEST_PATIENCE ??= '4';

const shared = {
  rootDir: import.meta.dirname,
  testEnvironment: 'node',
  testRunner: '<rootDir>/test/jest/runner.mjs',
  transform: {},
  injectGlobals: false,
  modulePathIgnorePatterns: ['/dist/', '/.roster/'],
};

/** @type {import('jest').Config} */
export default {
  // Tests wait for conditions: a slow machine is no failure. What hangs is ended by this.
  testTimeout: 300_000,
  // One more than a machine of two cores has: tests wait for servers, timers and each other for a third of their time.
  maxWorkers: 3,
  // What test files leave behind stays in their worker; a new one takes its place in time.
  workerIdleMemoryLimit: '1GB',
  filter: '<rootDir>/test/jest/selection.cjs',
  testSequencer: '<rootDir>/test/jest/sequencer.mjs',
  reporters: ['default', '<rootDir>/test/harness/closing-lines.mjs'],
  projects: [
    {
      ...shared,
      displayName: 'pure',
      testMatch: ['**/*.spec.ts'],
      testPathIgnorePatterns: [
        '/node_modules/',
        '\\.db\\.spec\\.ts$',
        '\\.e2e\\.spec\\.ts$',
        '\\.browser\\.spec\\.ts$',
      ],
    },
    {
      ...shared,
      displayName: 'database',
      testMatch: ['**/*.db.spec.ts'],
      globalSetup: '<rootDir>/test/jest/servers.setup.mjs',
      globalTeardown: '<rootDir>/test/jest/servers.teardown.mjs',
    },
    {
      ...shared,
      displayName: 'system',
      testMatch: ['**/*.e2e.spec.ts', '**/*.browser.spec.ts'],
      globalSetup: '<rootDir>/test/jest/system.setup.mjs',
      globalTeardown: '<rootDir>/test/jest/system.teardown.mjs',
    },
  ],
};

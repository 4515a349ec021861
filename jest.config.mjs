const swc = {
  jsc: {
    target: 'es2023',
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
  },
  module: { type: 'es6' },
};

const shared = {
  rootDir: import.meta.dirname,
  testEnvironment: 'node',
  // Workspace packages resolve to their sources, so that no build stands between a change and its test.
  testEnvironmentOptions: { customExportConditions: ['source', 'node', 'node-addons'] },
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: { '^.+\\.ts$': ['@swc/jest', swc] },
  modulePathIgnorePatterns: ['/dist/', '/.roster/'],
};

/** @type {import('jest').Config} */
export default {
  // A machine that is busy with other things is no failure; what hangs, hangs for longer.
  testTimeout: 30_000,
  // Jest's own default leaves one of two cores idle; more than two would only wait for the one bus and database.
  maxWorkers: 2,
  reporters: ['default', '<rootDir>/test/harness/closing-lines.mjs'],
  projects: [
    {
      ...shared,
      displayName: 'pure',
      testMatch: ['**/*.spec.ts'],
      testPathIgnorePatterns: ['/node_modules/', '\\.db\\.spec\\.ts$', '\\.e2e\\.spec\\.ts$'],
    },
    {
      ...shared,
      displayName: 'database',
      testMatch: ['**/*.db.spec.ts'],
      globalSetup: '<rootDir>/test/harness/servers.setup.ts',
      globalTeardown: '<rootDir>/test/harness/servers.teardown.ts',
    },
    {
      ...shared,
      displayName: 'system',
      testMatch: ['**/*.e2e.spec.ts'],
      globalSetup: '<rootDir>/test/harness/system.setup.ts',
      globalTeardown: '<rootDir>/test/harness/system.teardown.ts',
    },
  ],
};

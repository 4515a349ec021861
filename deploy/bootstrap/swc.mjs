/**
 * How a TypeScript file becomes one that Node runs: types are dropped, not checked, and decorators keep the metadata by
 * which Nest and TypeORM work. The same for the build and for tests.
 */
export const SWC = {
  configFile: false,
  swcrc: false,
  jsc: {
    target: 'es2023',
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
  },
  module: { type: 'es6' },
};

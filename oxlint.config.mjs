/** Packages and wings lean on each other one way only; what a file may not import stands in the tables at the end. */
const PACKAGE_INSIDES = {
  // The two are small second indexes, for threads, which would load the whole package for a second.
  group: ['@roster/*/*', '!@roster/contracts/bus-names', '!@roster/client/beats', '**/libs/*/src/**'],
  message: 'A package is used through its index: what is not there is its own business.',
};

const APPS = ['gateway', 'identity', 'access', 'billing', 'notifications'];
const APPS_INSIDES = {
  group: [...APPS.map((app) => `@roster/${app}`), '**/apps/**', ...APPS.map((app) => `**/${app}/src/**`)],
  message: 'Apps never import apps, and nobody else does: they meet on NATS.',
};

/** An override replaces the list of the rule, so all of it is said each time. */
const restricted = (...patterns) => [
  'error',
  {
    patterns: [
      PACKAGE_INSIDES,
      APPS_INSIDES,
      ...patterns.map(([group, message, more]) => ({ group, message, ...more })),
    ],
  },
];

const NO_DEPLOY = [
  ['@roster/deploy'],
  'A service does not know how it is run: permissions ← contracts ← client ← service-kit ← apps.',
];

/** What the files of a package may not import. */
const packages = {
  'apps/**/*.{ts,tsx}': [NO_DEPLOY],
  'libs/permissions/**/*.ts': [
    [
      ['@roster/*', '@nestjs/*', 'typeorm', 'class-*', '@nats-io/*', 'node:*'],
      'The evaluator is pure: it runs in a service, a browser and a test alike.',
    ],
  ],
  'libs/contracts/**/*.ts': [
    [
      ['@roster/service-kit', '@roster/client', '@roster/deploy', 'typeorm', '@nats-io/*', '@nestjs/microservices'],
      'Contracts say what travels, not how: permissions ← contracts ← client ← service-kit ← apps.',
    ],
  ],
  'libs/service-kit/**/*.ts': [
    [['@roster/deploy'], 'Imports go one way: permissions ← contracts ← client ← service-kit ← apps.'],
  ],
  'libs/client/**/*.ts': [
    [
      ['@roster/service-kit', '@roster/deploy', 'typeorm', '@nestjs/microservices'],
      'Who installs the client does not want our services’ insides: permissions ← contracts ← client ← service-kit.',
    ],
  ],
  'deploy/src/{local,postgres,processes}/*[a-z].ts': [
    [
      ['@roster/contracts'],
      'The contracts take a second to load, and every start would wait for it: import types, or @roster/contracts/bus-names.',
      { allowTypeImports: true },
    ],
  ],
};

/** The wings of each app, those that others lean on first. Wings that stand together on one line do not know each other. */
const wings = {
  identity: [
    ['core'],
    ['neighbours'],
    ['people'],
    ['sessions'],
    ['credentials'],
    ['sign-in'],
    ['onboarding'],
    ['sso', 'offboarding'],
  ],
  access: [['account'], ['ledger'], ['administration'], ['decisions']],
  gateway: [['http'], ['auth'], ['docs', 'health', 'checks'], ['routes']],
  console: [['api'], ['app'], ['parts'], ['screens']],
};

/** Each wing may not import the wings beside it, nor those that come later. */
const wingOverrides = Object.entries(wings).flatMap(([app, rows]) =>
  rows.flatMap((row, index) =>
    row.map((wing) => {
      const above = [...row.filter((other) => other !== wing), ...rows.slice(index + 1).flat()];
      const message = `Imports go one way: ${rows.map((each) => each.join(' | ')).join(' ← ')}.`;
      return {
        files: [`apps/${app}/src/${wing}/**/*.{ts,tsx}`],
        rules: {
          'no-restricted-imports': restricted(
            NO_DEPLOY,
            ...(above.length > 0 ? [[above.map((other) => `**/${other}/**`), message]] : []),
          ),
        },
      };
    }),
  ),
);

export default {
  plugins: ['typescript', 'unicorn', 'oxc', 'import', 'promise', 'node'],
  categories: { correctness: 'error', suspicious: 'error' },
  ignorePatterns: ['**/dist/**', '**/node_modules/**', '.roster/**', 'apps/gateway/src/routes/pages/public/**'],
  rules: {
    // Cycles hide which way a dependency goes, and break decorators' metadata at run time. Types are counted too.
    'import/no-cycle': ['error', { ignoreTypes: false }],
    'import/no-self-import': 'error',
    // One line for each module: what a file leans on is read at its top.
    'import/no-duplicates': 'error',
    // A room that needs more than this is two rooms.
    'max-lines': ['error', { max: 300, skipBlankLines: false, skipComments: false }],
    // What does not fit a screen is not read in one go.
    'max-lines-per-function': ['error', { max: 70, skipBlankLines: true, skipComments: true }],
    'max-depth': ['error', 4],
    // Beyond this nobody knows which is which: pass an object with names. (Six, because constructors are injected.)
    'max-params': ['error', 6],
    'max-nested-callbacks': ['error', 4],
    // A type that is switched off is a bug that waits.
    'typescript/no-explicit-any': 'error',
    'typescript/ban-ts-comment': 'error',
    'typescript/no-non-null-assertion': 'error',
    'typescript/consistent-type-imports': 'off',
    // Nest modules are classes without members.
    'typescript/no-extraneous-class': 'off',
    // Decorators and metadata are imported for what they do.
    'import/no-unassigned-import': 'off',
    // The order of steps is the point of a loop that waits.
    'no-await-in-loop': 'off',
    // What is sorted is nearly always a list that was made on the same line.
    'unicorn/no-array-sort': 'off',
    // pg is CommonJS: its names are safe to import only through its default export.
    'import/no-named-as-default-member': 'off',
    // A small function beside its only use reads better than one a screen away.
    'unicorn/consistent-function-scoping': 'off',
    // People are "they".
    'no-warning-comments': [
      'error',
      { terms: ['he', 'his', 'him', 'himself', 'she', 'her', 'hers'], location: 'anywhere' },
    ],
    // A thread has no origin, unlike a window.
    'unicorn/require-post-message-target-origin': 'off',
    'no-console': 'error',
    eqeqeq: 'error',
    'no-restricted-imports': restricted(),
  },
  overrides: [
    ...Object.entries(packages).map(([files, patterns]) => ({
      files: [files],
      rules: { 'no-restricted-imports': restricted(...patterns) },
    })),
    ...wingOverrides,
    {
      files: ['deploy/**/*.ts', 'deploy/**/*.mjs', 'test/bench/**'],
      // Here a person at a terminal is the reader.
      rules: { 'no-console': 'off' },
    },
    {
      // A table that is made, and not read from top to bottom.
      files: ['libs/contracts/src/core/shapes.ts'],
      rules: { 'max-lines': 'off' },
    },
    {
      files: ['**/*.spec.ts', 'test/**/*.ts'],
      rules: {
        // A describe block is as long as its story.
        'max-lines-per-function': 'off',
        'max-lines': ['error', 400],
        'max-nested-callbacks': ['error', 6],
        'typescript/no-non-null-assertion': 'off',
        'no-restricted-imports': 'off',
      },
    },
  ],
};

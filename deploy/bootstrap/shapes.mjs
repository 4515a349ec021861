// `node shapes.mjs [--check]`: what answers look like, read from the contracts' types, as the module that the rpc client
// checks them by. TypeScript drops types, and a start should not have to read them, so the file is kept in the repository.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import prettier from 'prettier';
import ts from 'typescript';

import { fail, ROOT } from './shell.mjs';

const SRC = join(ROOT, 'libs/contracts/src');
const FILE = join(SRC, 'core/shapes.ts');

const { options } = ts.getParsedCommandLineOfConfigFile(join(ROOT, 'tsconfig.json'), {}, ts.sys);
const program = ts.createProgram({ rootNames: [join(SRC, 'index.ts')], options });
const checker = program.getTypeChecker();

/** By class. A member is its type, `[]` for each list that it is in, `|null` where it may be null, `?` where it may be absent. */
const shapes = new Map();

function describe(type) {
  const name = type.symbol.name;
  if (shapes.has(name)) return name;
  const members = {};
  shapes.set(name, members);
  for (const member of checker.getPropertiesOfType(type)) {
    const of = checker.getTypeOfSymbol(member);
    members[member.name] = typeName(of) + (member.flags & ts.SymbolFlags.Optional ? '?' : '');
  }
  return name;
}

function typeName(type) {
  const parts = (type.isUnion() ? type.types : [type]).filter(({ flags }) => !(flags & ts.TypeFlags.Undefined));
  const some = parts.filter(({ flags }) => !(flags & ts.TypeFlags.Null));
  const names = new Set(some.map(plainName));
  const name = names.size === 1 ? [...names][0] : [...names].every((each) => !isPlain(each)) ? 'object' : 'any';
  return name === 'any' || some.length === parts.length ? name : `${name}|null`;
}

const isPlain = (name) => ['string', 'number', 'boolean', 'any'].includes(name) || name.endsWith('[]');

function plainName(type) {
  if (type.flags & ts.TypeFlags.StringLike) return 'string';
  if (type.flags & ts.TypeFlags.NumberLike) return 'number';
  if (type.flags & ts.TypeFlags.BooleanLike) return 'boolean';
  if (checker.isArrayType(type)) {
    const of = typeName(checker.getTypeArguments(type)[0]);
    return of.endsWith('|null') ? 'any[]' : `${of}[]`;
  }
  if (!(type.flags & ts.TypeFlags.Object)) return 'any';
  return isContract(type) ? describe(type) : 'object';
}

const isContract = ({ symbol }) =>
  symbol?.declarations?.some((node) => ts.isClassDeclaration(node) && node.getSourceFile().fileName.startsWith(SRC));

function visit(node) {
  if (ts.isPropertyAssignment(node) && node.name.getText() === 'output') {
    const made = checker.getTypeAtLocation(node.initializer).getConstructSignatures()[0]?.getReturnType();
    if (made && isContract(made)) describe(made);
  }
  ts.forEachChild(node, visit);
}

for (const source of program.getSourceFiles()) if (source.fileName.startsWith(SRC)) visit(source);

const table = Object.fromEntries([...shapes].sort(([a], [b]) => (a < b ? -1 : 1)));
const text = await prettier.format(
  `// Made from the contracts' types by \`npm run shapes\`; do not edit. \`npm run check\` finds it where it is stale.

/**
 * What answers look like: by the name of a class, the type of each of its members. A type is \`string\`, \`number\`,
 * \`boolean\`, \`object\`, \`any\` or another class, then \`[]\` for each list that it is in, \`|null\` where it may be null, and
 * \`?\` where it may be absent.
 */
export const SHAPES: Readonly<Record<string, Readonly<Record<string, string>>>> = ${JSON.stringify(table)};
`,
  { ...(await prettier.resolveConfig(FILE)), filepath: FILE },
);

if (process.argv.includes('--check')) {
  if (readFileSync(FILE, 'utf8') !== text)
    fail('libs/contracts/src/core/shapes.ts is not as the contracts are: npm run shapes');
} else {
  writeFileSync(FILE, text);
}

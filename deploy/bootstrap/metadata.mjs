// `node metadata.mjs <the contracts' folder> <file>`: what @nestjs/swagger's compiler plugin would put into each compiled
// contract, as one module in its place. Only the gateway loads it, so that no service needs @nestjs/swagger.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { ReadonlyVisitor } from '@nestjs/swagger/plugin';
import ts from 'typescript';

const [root, file] = process.argv.slice(2);
const src = join(root, 'src');

// By the repository's settings, for which a package is its sources: nothing needs to be built before.
const { options } = ts.getParsedCommandLineOfConfigFile(join(root, '../../tsconfig.json'), {}, ts.sys);
const program = ts.createProgram({ rootNames: [join(src, 'index.ts')], options });
const visitor = new ReadonlyVisitor({
  pathToSource: src,
  dtoFileNameSuffix: ['.contract.ts'],
  classValidatorShim: true,
  introspectComments: true,
  esmCompatible: true,
});
for (const source of program.getSourceFiles()) if (source.fileName.startsWith(src)) visitor.visit(program, source);

const printer = ts.createPrinter({ newLine: ts.NewLineKind.LineFeed });
const page = ts.createSourceFile(file, '', ts.ScriptTarget.Latest);
const print = (node) => printer.printNode(ts.EmitHint.Unspecified, node, page);
const members = (object, write) =>
  Object.entries(object)
    .map(([name, value]) => `${JSON.stringify(name)}: ${write(value)},\n`)
    .join('');

// The numbers of `docs/` are for those who read the code: the API's document, which is made of this, is for its clients.
const NUMBER = String.raw`(?:[SP]\d+|[A-Z]{2}-\d+|\`docs/decisions\.md\` \d+)`;
const REFERENCE = new RegExp(String.raw` \(${NUMBER}(?:(?:, | … | to | and )(?:${NUMBER}|\d+))*\)`, 'g');

const models = visitor
  .collect()
  .models.map(([module, classes]) => `[${print(module)}, {\n${members(classes, print)}}],\n`);
writeFileSync(
  join(root, 'dist', file),
  `export default async () => {
const t = {
${members(visitor.typeImports, String)}};
return { '@nestjs/swagger': { models: [
${models.join('').replace(REFERENCE, '')}] } };
};
`,
);

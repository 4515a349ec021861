import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import * as jsonc from 'jsonc-parser';
import type { Preset } from './preset.js';
import { presetProblems } from './rules.js';

export interface PresetProblem {
  /** Counted from 1. */
  readonly line: number;
  readonly message: string;
}

/** A preset file that cannot be used. The message has one line for each problem: `file:line: reason`. */
export class PresetError extends Error {
  constructor(
    readonly file: string,
    readonly problems: readonly PresetProblem[],
  ) {
    super(problems.map(({ line, message }) => `${file}:${line}: ${message}`).join('\n'));
    this.name = 'PresetError';
  }
}

const schema: object = JSON.parse(readFileSync(new URL('./preset.schema.json', import.meta.url), 'utf8'));
const isPreset = new Ajv2020({ allErrors: true, allowUnionTypes: true }).compile<Preset>(schema);

/** The preset in a file's text, held against the schema and the rules beyond it. Throws `PresetError`. */
export function parsePreset(file: string, text: string): Preset {
  const syntax: jsonc.ParseError[] = [];
  const tree = jsonc.parseTree(text, syntax, { disallowComments: true });
  const refuse = (problems: readonly PresetProblem[]) => new PresetError(file, problems);
  if (!tree || syntax.length > 0) {
    throw refuse(
      syntax.map(({ offset, error }) => ({
        line: lineAt(text, offset),
        message: `Not JSON: ${inWords(jsonc.printParseErrorCode(error))}`,
      })),
    );
  }

  const lineOf = (path: readonly (string | number)[]) => lineAt(text, nearestNode(tree, path).offset);
  const content: unknown = jsonc.getNodeValue(tree);
  if (!isPreset(content)) {
    throw refuse(
      (isPreset.errors ?? [])
        .filter(isWorthSaying)
        .map((error) => ({ line: lineOf(pathOf(error)), message: sentence(error) })),
    );
  }

  const expected = basename(file, '.json');
  const misnamed =
    content.name === expected ? [] : [{ path: ['name'], message: `The name must be the file's: "${expected}"` }];
  const problems = [...misnamed, ...presetProblems(content)];
  if (problems.length > 0) throw refuse(problems.map(({ path, message }) => ({ line: lineOf(path), message })));
  const { $schema: _, ...preset } = content as Preset & { $schema?: string };
  return preset;
}

/** The place itself, or, where something is missing, the nearest thing around it. */
function nearestNode(tree: jsonc.Node, path: readonly (string | number)[]): jsonc.Node {
  for (let length = path.length; length > 0; length--) {
    const node = jsonc.findNodeAtLocation(tree, path.slice(0, length));
    if (node) return node;
  }
  return tree;
}

const lineAt = (text: string, offset: number): number => text.slice(0, offset).split('\n').length;

/** `CommaExpected` → `comma expected`. */
const inWords = (code: string): string => code.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).trim();

/** `/systemRoles/0/grants/campaigns:view` → its steps; numbers are places in lists. */
function pathOf({ instancePath, params }: ErrorObject): (string | number)[] {
  const steps = instancePath
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  const extra: unknown = params['additionalProperty'];
  return [...steps, ...(typeof extra === 'string' ? [extra] : [])].map((step) =>
    /^\d+$/.test(step) ? Number(step) : step,
  );
}

/** That one branch of a choice does not fit is said by the branch's own errors. */
const isWorthSaying = ({ keyword }: ErrorObject): boolean => keyword !== 'if' && keyword !== 'oneOf';

function sentence({ instancePath, keyword, params, propertyName, message }: ErrorObject): string {
  const where = instancePath === '' ? 'The preset' : instancePath.slice(1).replaceAll('/', '.');
  if (propertyName !== undefined) return `${where} names "${propertyName}", which ${message ?? 'is not valid'}`;
  switch (keyword) {
    case 'additionalProperties':
      return `${where} has an unknown property "${String(params['additionalProperty'])}"`;
    case 'enum':
      return `${where} must be one of ${JSON.stringify(params['allowedValues'])}`;
    case 'const':
      return `${where} must be ${JSON.stringify(params['allowedValue'])}`;
    case 'false schema':
      return `${where} has no place here`;
    default:
      return `${where} ${message ?? 'is not valid'}`;
  }
}

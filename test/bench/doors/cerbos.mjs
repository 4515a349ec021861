/** A Cerbos policy decision point with the same product: a resource policy for each feature, a rule for each action. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '@roster/deploy';
import { run } from './processes.mjs';

/** Not among the project's own packages: not every registry has its server for every platform, and only this needs it. */
const FOLDER = join(import.meta.dirname, '../../../.roster/cerbos');
const BINARY = join(FOLDER, 'node_modules/.bin/cerbos');
const PACKAGE = 'cerbos@0.51';

/** Resolves with its address. What it needs is below `dir`; nothing is reported to anybody. */
export async function startCerbos(dir, questions, undo) {
  const policies = join(dir, 'policies');
  await mkdir(policies, { recursive: true });
  for (const [feature, rules] of rulesOf(questions)) {
    const resourcePolicy = { version: 'default', resource: feature, rules };
    const policy = { apiVersion: 'api.cerbos.dev/v1', resourcePolicy };
    await writeFile(join(policies, `${feature}.json`), JSON.stringify(policy));
  }
  await install();
  const [http, grpc] = [await freePort(), await freePort()];
  const config = {
    server: { httpListenAddr: `127.0.0.1:${http}`, grpcListenAddr: `127.0.0.1:${grpc}`, logRequestPayloads: false },
    storage: { driver: 'disk', disk: { directory: policies, watchForChanges: false } },
    telemetry: { disabled: true },
    audit: { enabled: false },
  };
  const file = join(dir, 'cerbos.json');
  await writeFile(file, JSON.stringify(config));
  const url = `http://127.0.0.1:${http}`;
  await run(BINARY, ['server', `--config=${file}`, '--log-level=error'], {
    env: { CERBOS_NO_TELEMETRY: '1' },
    isReady: async () => (await fetch(`${url}/_cerbos/health`)).ok,
    undo,
  });
  return `${url}/api/check/resources`;
}

async function install() {
  if (existsSync(BINARY)) return;
  await mkdir(FOLDER, { recursive: true });
  const options = ['--prefix', FOLDER, '--no-save', '--no-audit', '--no-fund', '--loglevel=error'];
  await promisify(execFile)('npm', ['install', ...options, PACKAGE]);
}

/** Feature → for each action the roles that hold it, as the questions' answers say. */
function rulesOf(questions) {
  const features = new Map();
  for (const { feature, action, role, allowed } of questions) {
    const actions = features.get(feature) ?? new Map();
    features.set(feature, actions);
    const roles = actions.get(action) ?? new Set();
    actions.set(action, allowed ? roles.add(role) : roles);
  }
  return [...features].map(([feature, actions]) => [
    feature,
    [...actions]
      .filter(([, roles]) => roles.size > 0)
      .map(([action, roles]) => ({ actions: [action], effect: 'EFFECT_ALLOW', roles: [...roles] })),
  ]);
}

/** One request about these questions, all of one member. */
export function cerbosRequest(questions) {
  const [{ memberId, role }] = questions;
  return {
    body: JSON.stringify({
      requestId: 'bench',
      principal: { id: memberId, roles: [role] },
      resources: questions.map(({ feature, action }, at) => ({
        actions: [action],
        resource: { kind: feature, id: `r${at}` },
      })),
    }),
    answer: {
      results: questions.map(({ action, allowed }) => ({
        actions: { [action]: allowed ? 'EFFECT_ALLOW' : 'EFFECT_DENY' },
      })),
    },
  };
}

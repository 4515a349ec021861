/** One very large account, and very many small ones. */
import { compile } from '@roster/permissions';
import { timed, used } from './measure.mjs';
import { catalogueOf, NOW, policyOf, questionsFor, seeded } from './world.mjs';

const MEMBERS = 1_000_000;
const ACCOUNTS = 10_000;
const SMALL = 20;
const BATCH = 20_000;

export function largeAccount() {
  const catalogue = catalogueOf('both');
  let policy = policyOf(catalogue, MEMBERS);
  const open = catalogue.permissions.filter(({ level }) => level === 'account');
  const flat = questionsFor(policy, open, BATCH);
  const records = questionsFor(policy, open, BATCH, { withRecord: true });
  const begun = performance.now();
  let account = compile(catalogue, policy);
  const compiling = (performance.now() - begun) * 1e6;
  policy = undefined;
  const before = used();
  const checks = { flat: checkTime(account, flat), record: checkTime(account, records) };
  const said = account.size;
  account = undefined;
  const bytes = before - used();
  return { members: said, compiling, bytes, ...checks };
}

export function smallAccounts() {
  const catalogue = catalogueOf('both');
  const policies = Array.from({ length: ACCOUNTS }, (_, at) =>
    JSON.stringify({ ...policyOf(catalogue, SMALL, { roles: [1, 3, 4] }), accountId: `account-${at}` }),
  );
  const first = JSON.parse(policies[0]);
  const before = used();
  const begun = performance.now();
  const accounts = new Map();
  for (const json of policies) {
    const policy = JSON.parse(json);
    accounts.set(policy.accountId, compile(catalogue, policy));
  }
  const compiling = (performance.now() - begun) * 1e6;
  const bytes = used() - before;
  const random = seeded(4);
  const open = catalogue.permissions.filter(({ level }) => level === 'account');
  const text = JSON.stringify(
    JSON.parse(questionsFor(first, open, BATCH)).map((question) => ({
      accountId: `account-${Math.floor(random() * ACCOUNTS)}`,
      ...question,
    })),
  );
  const check = timed(
    () => JSON.parse(text),
    (questions) => questions.filter((question) => accounts.get(question.accountId).check(question, NOW)).length,
    20,
  );
  // The JSON was there before, and is to be there after.
  if (policies.length !== accounts.size) throw new Error('An account is missing');
  return { accounts: accounts.size, compiling, bytes, flat: check / BATCH };
}

function checkTime(account, text) {
  const run = (questions) => questions.filter((question) => account.check(question, NOW)).length;
  return timed(() => JSON.parse(text), run, 20) / BATCH;
}

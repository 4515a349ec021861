import { expect, it } from '@jest/globals';
import { Nothing, rpc } from '@roster/contracts';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { BLAST_RADIUS } from './blast-radius.js';
import { allRights } from './rights.js';
import { usersPage } from './users-page.js';

const PAGE = join(import.meta.dirname, '../../../docs/bus-users.md');

it('matches docs/bus-users.md: else run `node deploy/dist/nats/print-users.js > docs/bus-users.md`', async () => {
  expect(await readFile(PAGE, 'utf8')).toBe(usersPage(allRights()));
});

it('has a row and a section for each user and each key, and every right in it', () => {
  const page = usersPage(allRights());
  for (const [key, { worst, can, cannot }] of Object.entries(BLAST_RADIUS)) {
    expect(page).toMatch(new RegExp(`^\\| .*\\[${key}\\]\\(#.*\\| .* \\|$`, 'm'));
    const section = page.split(`\n## ${key}\n`)[1]?.split('\n## ')[0];
    for (const words of [worst, ...can, ...cannot]) expect(section).toContain(words);
  }
  const { standing, named } = allRights();
  const entries = [...Object.entries(standing), ...Object.entries(named).filter(([kind]) => kind !== 'service')];
  for (const [user, { publish, subscribe }] of entries) {
    const section = page.split(`\n## ${user}\n`)[1]?.split('\n## ')[0] ?? '';
    for (const right of [...publish, ...subscribe]) {
      const [subject = ''] = right.split(' ');
      // A durable is mentioned once, for the three rights that it needs.
      const found =
        /^\$JS\.(?:ACK|API\.CONSUMER\.(?:MSG\.NEXT|INFO))\.([A-Z]+\.[a-z0-9-]+)/.exec(subject)?.[1] ?? subject;
      const verb = /^rpc\.[^.]+\.[^.]+\.(.+)$/.exec(found)?.[1];
      expect(section).toContain(subject.startsWith('rpc.') && verb ? verb : found);
    }
  }
});

it('says under which names keepers and back offices ask', () => {
  const made = {
    context: 'access',
    noun: 'made',
    input: Nothing,
    output: Nothing,
    permission: { open: 'service' },
  } as const;
  const contracts = [
    rpc({ ...made, verb: 'put', callers: ['keeper'] }),
    rpc({ ...made, verb: 'pay', callers: ['gateway', 'back-office'] }),
  ];
  const page = usersPage(allRights(contracts));
  expect(page).toMatch(/^\| \[keeper\]\(#keeper\) \| `rpc\.access\.made\.put\.<name>` \|/m);
  expect(page).toMatch(/^\| \[back-office\]\(#back-office\) \| `rpc\.access\.made\.pay\.<name>` \|/m);
  expect(page).toMatch(/^\| \[gateway\]\(#gateway\) \| `rpc\.access\.made\.pay` \|/m);
});

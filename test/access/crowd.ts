import type { AccountDouble } from './access-world.js';

/** Adds as many members at once as make an account large. */
export async function crowd(account: AccountDouble, size: number): Promise<void> {
  await account.insert(
    `insert into members (account_id, id, email, first_name, last_name, status, revision)
     select $1, gen_random_uuid(), n || '@example.com', 'A', 'B', 'active', 1 from generate_series(1, $2::int) n`,
    [size],
  );
}

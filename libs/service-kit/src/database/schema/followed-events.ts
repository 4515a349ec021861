import type { Context } from '@roster/contracts';
import { databaseRoles } from './roles.js';

/**
 * The statements by which a service can tell which events of an account it has recorded and handled: the names of them
 * only, and of one account at a time, never what they say.
 */
export function followedEvents(context: Context): string[] {
  const { run } = databaseRoles(context);
  return [
    `alter table outbox add column account uuid generated always as ((envelope ->> 'accountid')::uuid) stored`,
    `create index outbox_account on outbox (account, id) where account is not null`,
    `create policy outbox_name on outbox for select to ${run}
       using (account::text = current_setting('roster.account', true))`,
    `grant select (id, subject, account) on outbox to ${run}`,
    `create policy inbox_look on inbox for select to ${run} using (true)`,
    `grant select (consumer, envelope_id) on inbox to ${run}`,
  ];
}

/** The statements that undo it. */
export const unfollowedEvents = (context: Context): string[] => {
  const { run } = databaseRoles(context);
  return [
    `revoke select (consumer, envelope_id) on inbox from ${run}`,
    `drop policy inbox_look on inbox`,
    `revoke select (id, subject, account) on outbox from ${run}`,
    `drop policy outbox_name on outbox`,
    `alter table outbox drop column account`,
  ];
};

import { words } from './words.js';

/** By reason code of a decision: what decided, for people. */
const catalogue = {
  unknown_account: 'the account is not known',
  unknown_member: 'the person is not known',
  unknown_permission: 'there is no such permission',
  member_not_active: 'the membership is not active',
  account_suspended: 'the account is suspended',
  project_required: 'it is asked for no project, and it only exists in one',
  unknown_project: 'the project is not known',
  account_owner: 'the owner of the account may do everything',
  project_owner: 'the owner of the project may do everything in it',
  not_on_team: 'the person is not on the team of the project',
  not_grantable: 'only the owner of the account may do this',
  exception_deny: 'an exception takes it away',
  no_grant: 'no role and no exception gives it',
  in_scope: 'the record is one of those that a role or an exception gives',
  out_of_scope: 'a role or an exception gives it, but for other records',
  owner_unknown: 'it is not known whose record it is',
  wrong_project: 'the record is of another project',
  wrong_type: 'the record is of another type',
  granted: 'a role or an exception gives it',
  granted_in_part: 'a role or an exception gives it for some records',
  property_required: 'it depends on a property of the record that was not given',
  stale: 'nobody can decide at the moment',
} as const;

const useWords = words('reason', catalogue);

/** Says what decided. A reason that is not known here is shown as its code. */
export function useReasonWords(): (reason: string) => string {
  const say = useWords();
  return (reason) => (Object.hasOwn(catalogue, reason) ? say(reason as keyof typeof catalogue) : reason);
}

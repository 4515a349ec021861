import type { ChangeSecuritySettings, SecuritySettings } from '@roster/contracts';
import type { AccountEntity } from '../../people/accounts/account.entity.js';
import type { SessionsConfig } from '../../sessions/sessions/sessions.config.js';

type Columns = Pick<AccountEntity, 'secondFactorRequired' | 'ipRestrictions' | 'sessionHours' | 'idleMinutes'>;

export const toSettings = (
  { secondFactorRequired, ipRestrictions, sessionHours, idleMinutes }: Columns,
  { SESSION_HOURS, SESSION_IDLE_MINUTES }: SessionsConfig,
): SecuritySettings => ({
  secondFactorRequired,
  ipRestrictions,
  sessionHours: sessionHours ?? SESSION_HOURS,
  idleMinutes: idleMinutes ?? SESSION_IDLE_MINUTES,
});

/** The settings that would change: those that are given and have another value now. */
export function changesOf(account: Columns, input: ChangeSecuritySettings): Partial<Columns> {
  const { secondFactorRequired, ipRestrictions, sessionHours, idleMinutes } = input;
  const asked: Partial<Columns> = {
    ...(secondFactorRequired !== undefined && { secondFactorRequired }),
    ...(ipRestrictions !== undefined && { ipRestrictions }),
    ...(sessionHours !== undefined && { sessionHours }),
    ...(idleMinutes !== undefined && { idleMinutes }),
  };
  const names = (Object.keys(asked) as (keyof Columns)[]).filter((name) => asked[name] !== account[name]);
  return Object.fromEntries(names.map((name) => [name, asked[name]]));
}

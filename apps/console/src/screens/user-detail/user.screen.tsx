import { Alert, Button, Group, Skeleton, Stack, Tabs, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useProduct } from '../../app/product.js';
import { useMay, useMe } from '../../app/session.js';
import { AnchorLink } from '../../parts/links.js';
import { MemberStatus } from '../../parts/member-status.js';
import { Page } from '../../parts/page.js';
import { nameOf } from '../../parts/person.js';
import { Problem } from '../../parts/problem.js';
import { RoleChips } from '../../parts/role-chips.js';
import { When } from '../../parts/when.js';
import { useActs } from '../users/acts/acts.js';
import { useActWords } from '../users/acts/acts.words.js';
import { useMemberDialogs } from '../users/acts/member-dialogs.js';
import { MemberMenu } from '../users/acts/member-menu.js';
import { memberQuery } from '../../app/members.js';
import { invitationOf, type MemberRow } from '../users/members.js';
import { ActivityTab } from './activity/activity.tab.js';
import { ExceptionsTab } from './exceptions/exceptions.tab.js';
import { PermissionsTab } from './permissions/permissions.tab.js';
import { ProfileTab } from './profile/profile.tab.js';
import { ProjectsTab } from './projects/projects.tab.js';
import { SecurityTab } from './security/security.tab.js';
import type { Tab } from './user.search.js';
import { useWords } from './user.words.js';

const route = getRouteApi('/console/users/$memberId');

/** Somebody's page: what they are, what they may do, and why. */
export function UserScreen() {
  const say = useWords();
  const { memberId } = route.useParams();
  const { tab = 'profile' } = route.useSearch();
  const navigate = route.useNavigate();
  const { ask, dialog } = useMemberDialogs();
  const member = useQuery(memberQuery(memberId));
  const tabs = useTabs(memberId);
  const shown = tabs.includes(tab) ? tab : 'profile';
  const back = <AnchorLink to="/console/users">{say('all')}</AnchorLink>;
  if (!member.data) {
    return (
      <Page title={say('title')}>
        {back}
        <Problem error={member.error} />
        {member.isPending && <Skeleton h={240} role="status" aria-label={say('loading')} />}
      </Page>
    );
  }
  const { data } = member;
  return (
    <Page title={nameOf(data)} actions={<MemberMenu member={data} isOnPage onAct={ask} />}>
      {back}
      <Group gap="md">
        <MemberStatus member={data} />
        <RoleChips member={data} />
      </Group>
      <Standing member={data} onAct={ask} />
      <Tabs
        value={shown}
        keepMounted={false}
        onChange={(next) => void navigate({ search: next === 'profile' ? {} : { tab: next as Tab }, replace: true })}
      >
        <Tabs.List aria-label={say('tabs')} style={{ flexWrap: 'nowrap', overflowX: 'auto', overflowY: 'hidden' }}>
          {tabs.map((each) => (
            <Tabs.Tab
              key={each}
              value={each}
              // On a telephone not all of them fit beside each other.
              ref={(element) =>
                void (each === shown && element?.scrollIntoView({ block: 'nearest', inline: 'nearest' }))
              }
            >
              {each === 'exceptions' ? <ExceptionsWord /> : say(each)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value={shown} pt="md">
          <Shown tab={shown} member={data} />
        </Tabs.Panel>
      </Tabs>
      {dialog}
    </Page>
  );
}

/** What the product has and the person who is signed in may see. */
function useTabs(memberId: string): readonly Tab[] {
  const may = useMay();
  const me = useMe();
  const { exceptions, projects } = useProduct();
  const seesProjects = may('projects:view') || may('projects:assign') || memberId === me.member.id;
  const seesPermissions = may('permissions:view') || memberId === me.member.id;
  return [
    'profile',
    ...(seesPermissions ? (['permissions'] as const) : []),
    ...(seesPermissions && exceptions !== 'off' ? (['exceptions'] as const) : []),
    ...(projects !== 'off' && seesProjects ? (['projects'] as const) : []),
    ...(may('security:view') ? (['security'] as const) : []),
    ...(may('audit:view') ? (['activity'] as const) : []),
  ];
}

/** Where people have permissions of their own instead of roles, they are no exceptions. */
function ExceptionsWord() {
  const say = useWords();
  return say(useProduct().exceptions === 'primary' ? 'ownPermissions' : 'exceptions');
}

function Shown({ tab, member }: { tab: Tab; member: Parameters<typeof ProfileTab>[0]['member'] }) {
  if (tab === 'permissions') return <PermissionsTab member={member} />;
  if (tab === 'exceptions') return <ExceptionsTab member={member} />;
  if (tab === 'projects') return <ProjectsTab member={member} />;
  if (tab === 'security') return <SecurityTab member={member} />;
  if (tab === 'activity') return <ActivityTab member={member} />;
  return <ProfileTab member={member} />;
}

type Ask = ReturnType<typeof useMemberDialogs>['ask'];

/** For members who are not active: why, and what can be done about it (UI-08). */
function Standing({ member, onAct }: { member: MemberRow; onAct: Ask }) {
  const say = useWords();
  const sayAct = useActWords();
  const acts = useActs()(member).filter((act) => ['reactivate', 'delete', 'resend', 'withdraw'].includes(act));
  const { labels } = useProduct();
  if (member.status !== 'revoked' && member.status !== 'invited') return null;
  const isRevoked = member.status === 'revoked';
  return (
    <Alert color="gray" variant="light" title={say(isRevoked ? 'revokedTitle' : 'invitedTitle')}>
      <Stack gap="sm">
        {isRevoked ? (
          <Text>
            {say('revokedWhy')} {labels.agentAccess && say('revokedAgent', { agent: labels.agentAccess })}
          </Text>
        ) : (
          <InvitationState memberId={member.id} />
        )}
        <Group gap="xs">
          {acts.map((act) => (
            <Button key={act} size="xs" variant="default" onClick={() => onAct(act, member)}>
              {sayAct(act === 'delete' ? 'deleteRevoked' : act)}
            </Button>
          ))}
        </Group>
      </Stack>
    </Alert>
  );
}

function InvitationState({ memberId }: { memberId: string }) {
  const say = useWords();
  const { data } = useQuery({
    queryKey: ['members', memberId, 'invitation'],
    queryFn: async () => (await invitationOf(memberId)) ?? null,
    meta: { shows: ['member', 'role'] },
  });
  if (!data) return <Text mih={22} />;
  return (
    <Text>
      {say('invitedWhy', { until: '' })}
      <When at={data.expiresAt} /> {!data.acceptable && say('invitedBroken')}
    </Text>
  );
}

import { Button, Checkbox, Group, MultiSelect, Stack, Text } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { api, bodyOf } from '../../../api/client.js';
import { isRefusal } from '../../../api/problem.js';
import { useNotices } from '../../../app/notice.js';
import { useProduct } from '../../../app/product.js';
import { useUnsaved } from '../../../parts/unsaved.js';
import { ButtonLink } from '../../../parts/links.js';
import { Problem } from '../../../parts/problem.js';
import { RoleChoice } from '../../../parts/roles.js';
import { priceOf, SeatMeter, useSeats } from '../../../parts/seats.js';
import { useMembersChanged } from '../../users/members.js';
import { useWords } from '../new-user.words.js';
import { AddressField } from './address-field.js';
import { useAddresses } from './addresses.js';
import { useTeams } from '../../../app/teams.js';

/** Invites one person or many: all of them or none, with the same role, agent access and teams (ID-04 to ID-09). */
export function InviteForm() {
  const say = useWords();
  const { labels, features } = useProduct();
  const { tell } = useNotices();
  const navigate = useNavigate();
  const changed = useMembersChanged();
  const addresses = useAddresses();
  const [roleIds, setRoleIds] = useState<string[]>([]);
  const [isAgent, setAgent] = useState(false);
  const [teamIds, setTeamIds] = useState<string[]>([]);
  const [wasTried, setTried] = useState(false);
  const seats = useSeats('users');
  const agentSeats = useSeats('agents');
  const wanted = addresses.emails.length;
  const { saved, question } = useUnsaved(addresses.read.length > 0);
  const invite = useMutation({
    mutationFn: () =>
      bodyOf(
        api.POST('/v1/invitations', {
          body: {
            emails: addresses.emails,
            roleIds,
            ...(isAgent && { agentAccess: true }),
            ...(teamIds.length > 0 && { teamIds }),
          },
        }),
      ),
    onSuccess: async ({ invitations }) => {
      saved();
      await changed();
      tell(say('done', { count: invitations.length }));
      await navigate({ to: '/console/users', search: { status: ['invited'] } });
    },
    // Somebody may have been invited meanwhile: what stands against each address is asked again.
    onError: (error) => isRefusal(error, 'invitation.rejected') && addresses.ask(),
  });
  const send = (): void => {
    setTried(true);
    if (wanted > 0 && addresses.areGood && roleIds.length > 0) invite.mutate();
  };
  return (
    <Stack gap="lg" maw={640}>
      <AddressField addresses={addresses} isNeeded={wasTried && wanted === 0} />
      <RoleChoice
        label={say('role')}
        value={roleIds}
        error={wasTried && roleIds.length === 0 ? say('roleNeeded') : undefined}
        onChange={setRoleIds}
      />
      {features.agentAccess && <AgentBox isChecked={isAgent} onChange={setAgent} />}
      {features.teams && <Teams value={teamIds} onChange={setTeamIds} />}
      {seats && <SeatMeter pool={seats} wanted={wanted} />}
      {agentSeats && isAgent && <SeatMeter pool={agentSeats} wanted={wanted} />}
      {invite.error && !isRefusal(invite.error, 'invitation.rejected') && <Text>{say('notSent')}</Text>}
      <Problem error={invite.error} />
      {question}
      <Group gap="xs">
        <Button loading={invite.isPending || addresses.isReading} onClick={send}>
          {labels.inviteSubmit}
        </Button>
        <ButtonLink variant="default" to="/console/users">
          {say('cancel')}
        </ButtonLink>
      </Group>
    </Stack>
  );
}

/** Whether they come in as agents, and what that takes (ID-07). */
function AgentBox({ isChecked, onChange }: { isChecked: boolean; onChange: (isChecked: boolean) => void }) {
  const say = useWords();
  const { labels } = useProduct();
  const seats = useSeats('agents');
  const price = seats && priceOf(seats);
  return (
    <Checkbox
      label={say('agent', { label: labels.agentAccess ?? '' })}
      description={price ? say('agentPrice', { price }) : say('agentWhy')}
      checked={isChecked}
      onChange={({ currentTarget }) => onChange(currentTarget.checked)}
    />
  );
}

/** Hidden where the account has no teams (ID-08). */
function Teams({ value, onChange }: { value: string[]; onChange: (teamIds: string[]) => void }) {
  const say = useWords();
  const teams = useTeams();
  if (teams.length === 0) return null;
  return (
    <MultiSelect
      label={say('teams')}
      data={teams.map(({ id, name }) => ({ value: id, label: name }))}
      value={value}
      onChange={onChange}
    />
  );
}

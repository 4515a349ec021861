import { Badge, Button, Group, Skeleton, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Dialog } from '../../app/dialog.js';
import { api } from '../../api/client.js';
import { useNotices } from '../../app/notice.js';
import { useMay } from '../../app/session.js';
import { Confirm } from '../../parts/confirm.js';
import { Copyable } from '../../parts/copyable.js';
import { Facts } from '../../parts/facts.js';
import { Problem } from '../../parts/problem.js';
import { Section } from '../../parts/section.js';
import { domainsQuery, type Domain } from './security.queries.js';
import { useWords } from './security.words.js';

/** Domains of e-mail addresses that the account shows to be its own by DNS. */
export function Domains() {
  const say = useWords();
  const may = useMay();
  const queries = useQueryClient();
  const { data, error } = useQuery(domainsQuery);
  const [isAdding, setAdding] = useState(false);
  const [leaving, setLeaving] = useState<Domain>();
  const remove = useMutation({
    mutationFn: ({ id }: Domain) => api.DELETE('/v1/domains/{domainId}', { params: { path: { domainId: id } } }),
    onSuccess: async () => {
      await queries.invalidateQueries(domainsQuery);
      setLeaving(undefined);
    },
  });
  return (
    <Section
      title={say('domains')}
      note={say('domainsNote')}
      actions={
        may('security:edit') && (
          <Button variant="default" size="xs" onClick={() => setAdding(true)}>
            {say('addDomain')}
          </Button>
        )
      }
    >
      <Problem error={error} />
      {!data && !error && <Skeleton height={44} />}
      {data?.length === 0 && <Text c="dimmed">{say('noDomains')}</Text>}
      {data?.map((domain) => (
        <DomainRow key={domain.id} domain={domain} onLeave={() => setLeaving(domain)} />
      ))}
      <Dialog opened={isAdding} onClose={() => setAdding(false)} title={say('addDomain')}>
        <DomainForm onDone={() => setAdding(false)} />
      </Dialog>
      <Confirm
        opened={leaving !== undefined}
        title={say('removeDomain', { domain: leaving?.domain })}
        act={say('removeDomainAct')}
        isDestructive
        busy={remove.isPending}
        error={remove.error}
        onConfirm={() => leaving && remove.mutate(leaving)}
        onCancel={() => setLeaving(undefined)}
      >
        <Text>{say('removeDomainWhy')}</Text>
      </Confirm>
    </Section>
  );
}

function DomainRow({ domain: { id, domain, record, verifiedAt }, onLeave }: { domain: Domain; onLeave: () => void }) {
  const say = useWords();
  const may = useMay();
  const { tell } = useNotices();
  const queries = useQueryClient();
  const verify = useMutation({
    mutationFn: () => api.POST('/v1/domains/{domainId}/verification', { params: { path: { domainId: id } } }),
    onSuccess: async () => {
      await queries.invalidateQueries(domainsQuery);
      tell(say('isVerified', { domain }));
    },
  });
  return (
    <Stack gap="xs">
      <Group justify="space-between" mih={44} gap="xs">
        <Group gap="xs">
          <Text fw={600}>{domain}</Text>
          <Badge variant="default" tt="none">
            {say(verifiedAt ? 'verified' : 'unverified')}
          </Badge>
        </Group>
        {may('security:edit') && (
          <Group gap="xs">
            {!verifiedAt && (
              <Button
                variant="default"
                size="xs"
                aria-label={say('verifyDomain', { domain })}
                loading={verify.isPending}
                onClick={() => verify.mutate()}
              >
                {say('verify')}
              </Button>
            )}
            <Button
              variant="subtle"
              color="gray"
              size="xs"
              aria-label={say('removeDomain', { domain })}
              onClick={onLeave}
            >
              {say('remove')}
            </Button>
          </Group>
        )}
      </Group>
      {!verifiedAt && (
        <>
          <Text c="dimmed">{say('publish')}</Text>
          <Facts
            facts={[
              [say('recordType'), record.type],
              [say('recordName'), <Copyable key="name" value={record.name} label={say('recordName')} />],
              [say('recordValue'), <Copyable key="value" value={record.value} label={say('recordValue')} />],
            ]}
          />
        </>
      )}
      <Problem error={verify.error} />
    </Stack>
  );
}

function DomainForm({ onDone }: { onDone: () => void }) {
  const say = useWords();
  const queries = useQueryClient();
  const form = useForm({ initialValues: { domain: '' } });
  const add = useMutation({
    mutationFn: (domain: string) => api.POST('/v1/domains', { body: { domain } }),
    onSuccess: async () => {
      await queries.invalidateQueries(domainsQuery);
      onDone();
    },
  });
  return (
    <form onSubmit={form.onSubmit(({ domain }) => add.mutate(domain.trim()))}>
      <Stack gap="sm">
        <TextInput
          label={say('domain')}
          description={say('domainHint')}
          required
          maxLength={255}
          data-autofocus
          {...form.getInputProps('domain')}
        />
        <Problem error={add.error} />
        <Button type="submit" loading={add.isPending}>
          {say('add')}
        </Button>
      </Stack>
    </form>
  );
}

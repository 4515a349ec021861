import { Badge, Button, Checkbox, Group, Skeleton, Table, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/client.js';
import type { components } from '../../api/schema.js';
import { useNotices } from '../../app/notice.js';
import { useProduct } from '../../app/product.js';
import { Confirm } from '../../parts/confirm.js';
import { Problem } from '../../parts/problem.js';
import { Section } from '../../parts/section.js';
import { When } from '../../parts/when.js';
import { addressesQuery } from './profile.queries.js';
import { useWords } from './profile.words.js';

/** The network addresses from which the person may sign in (SC-12, SC-14, SC-16, SC-17), where the product has them. */
export function Addresses() {
  const { features } = useProduct();
  return features.ipRestrictions ? <AddressList /> : null;
}

function AddressList() {
  const say = useWords();
  const { tell } = useNotices();
  const queries = useQueryClient();
  const { data, error } = useQuery(addressesQuery);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [isAsking, setAsking] = useState(false);
  const revoke = useMutation({
    mutationFn: (ids: readonly string[]) => api.DELETE('/v1/me/ip-addresses', { body: { ids: [...ids] } }),
    onSuccess: async () => {
      setChosen([]);
      setAsking(false);
      tell(say('revoked'));
      await queries.invalidateQueries(addressesQuery);
    },
  });
  const items = data?.items ?? [];
  const isHere = items.some(({ id, current }) => current && chosen.includes(id));
  const toggle = (id: string) => setChosen(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id]);
  return (
    <Section
      title={say('addresses')}
      note={say('addressesNote')}
      actions={
        chosen.length > 0 && (
          <Button variant="default" size="xs" onClick={() => setAsking(true)}>
            {say('revokeAddresses')}
          </Button>
        )
      }
    >
      <Problem error={error} />
      {!data && !error && <Skeleton height={88} />}
      {data && items.length === 0 && <Text c="dimmed">{say('noAddresses')}</Text>}
      {items.length > 0 && <AddressTable addresses={items} chosen={chosen} onToggle={toggle} />}
      <Confirm
        opened={isAsking}
        title={say('revokeAddresses')}
        act={say('revokeAddresses')}
        isDestructive
        busy={revoke.isPending}
        error={revoke.error}
        onConfirm={() => revoke.mutate(chosen)}
        onCancel={() => setAsking(false)}
      >
        <Text>{say('revokeWhy', { count: chosen.length })}</Text>
        {isHere && <Text fw={600}>{say('revokeHere')}</Text>}
      </Confirm>
    </Section>
  );
}

interface TableProps {
  readonly addresses: readonly components['schemas']['IpAddress'][];
  readonly chosen: readonly string[];
  readonly onToggle: (id: string) => void;
}

function AddressTable({ addresses, chosen, onToggle }: TableProps) {
  const say = useWords();
  return (
    <Table.ScrollContainer minWidth={480}>
      <Table verticalSpacing={6}>
        <Table.Thead>
          <Table.Tr>
            <Table.Td w={40} />
            <Table.Th>{say('address')}</Table.Th>
            <Table.Th>{say('authorized')}</Table.Th>
            <Table.Th>{say('lastSignIn')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {addresses.map(({ id, address, authorizedAt, lastUsedAt, current }) => (
            <Table.Tr key={id} h={44}>
              <Table.Td>
                <Checkbox
                  aria-label={say('choose', { address })}
                  checked={chosen.includes(id)}
                  onChange={() => onToggle(id)}
                />
              </Table.Td>
              <Table.Td>
                <Group gap="xs">
                  {address}
                  {current && (
                    <Badge variant="default" tt="none">
                      {say('hereNow')}
                    </Badge>
                  )}
                </Group>
              </Table.Td>
              <Table.Td>
                <When at={authorizedAt} />
              </Table.Td>
              <Table.Td>{lastUsedAt ? <When at={lastUsedAt} /> : say('never')}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

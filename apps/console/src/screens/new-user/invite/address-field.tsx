import { Button, CloseButton, Group, List, Stack, Text, Textarea } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import { useState, type KeyboardEvent } from 'react';
import { useProduct } from '../../../app/product.js';
import { AnchorLink } from '../../../parts/links.js';
import { Problem } from '../../../parts/problem.js';
import { useWords } from '../new-user.words.js';
import type { Addresses, ReadAddress } from './addresses.js';

/** Behind these somebody has typed an address to its end. */
const ENDS = /[\s,;]$/;

interface Props {
  readonly addresses: Addresses;
  readonly isNeeded: boolean;
}

/** One field for typed and pasted addresses; below it each of them, with what stands against it. */
export function AddressField({ addresses, isNeeded }: Props) {
  const say = useWords();
  const { provisioning } = useProduct();
  const [typed, setTyped] = useState('');
  const take = (text: string): void => {
    setTyped('');
    addresses.add(text);
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || event.shiftKey) return;
    event.preventDefault();
    take(typed);
  };
  return (
    <Stack gap="xs">
      <Textarea
        label={say(provisioning.bulk ? 'addresses' : 'address')}
        description={provisioning.bulk ? say('addressesWhy') : undefined}
        autoComplete="off"
        rows={2}
        maxLength={50_000}
        value={typed}
        error={isNeeded && say('required')}
        onChange={({ currentTarget: { value } }) => {
          // `Ada <ada@example.com>` has blanks within it: a name is not at its end yet.
          const isWhole = value.includes('@') && ENDS.test(value);
          if (isWhole) take(value);
          else setTyped(value);
        }}
        onPaste={(event) => {
          event.preventDefault();
          take(`${typed} ${event.clipboardData.getData('text')}`);
        }}
        onKeyDown={onKey}
        onBlur={() => typed.trim() && take(typed)}
      />
      <Problem error={addresses.error} onAgain={addresses.ask} />
      {addresses.read.length > 0 && (
        <List listStyleType="none" spacing={4} aria-label={say('read')} aria-busy={addresses.isReading} ms={0}>
          {addresses.read.map((address, at) => (
            <Address key={`${at} ${address.text}`} address={address} onTakeOut={() => addresses.takeOut(at)} />
          ))}
        </List>
      )}
      {!addresses.areGood && (
        <Button w="fit-content" size="xs" variant="default" onClick={addresses.takeOutBad}>
          {say('onlyGood')}
        </Button>
      )}
    </Stack>
  );
}

function Address({ address, onTakeOut }: { address: ReadAddress; onTakeOut: () => void }) {
  const say = useWords();
  const { status, text, email } = address;
  const Icon = status === 'ok' ? IconCircleCheck : IconAlertTriangle;
  return (
    <List.Item>
      <Group gap="xs" wrap="nowrap" mih={28}>
        <Icon size={16} aria-hidden style={{ flexShrink: 0 }} />
        <Text style={{ overflowWrap: 'anywhere' }}>
          {email ?? text}{' '}
          <Text span c="dimmed">
            {say(status)}
          </Text>{' '}
          {status === 'revoked' && (
            <AnchorLink to="/console/users" search={{ q: email ?? '', status: ['revoked'] }}>
              {say('reactivate')}
            </AnchorLink>
          )}
        </Text>
        <CloseButton size="sm" aria-label={say('takeOut', { text: email ?? text })} onClick={onTakeOut} />
      </Group>
    </List.Item>
  );
}

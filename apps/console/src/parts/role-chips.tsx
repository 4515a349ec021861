import { Badge, Group } from '@mantine/core';
import { IconCurrencyDollar } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useProduct } from '../app/product.js';
import { words } from '../app/words.js';

const useWords = words('role-chips', { billingContact: 'Billing contact' });

interface Props {
  readonly member: {
    readonly roles: readonly { readonly id: string; readonly name: string }[];
    readonly isOwner: boolean;
    readonly isBillingContact: boolean;
  };
}

/** What somebody is in the account: the owner's label, the roles, and the mark of who gets the bills (UI-06). */
export function RoleChips({ member: { roles, isOwner, isBillingContact } }: Props) {
  const say = useWords();
  const { labels, ownerVisible, billingContact } = useProduct();
  const payer = labels.billingContact ?? say('billingContact');
  const showsOwner = isOwner && ownerVisible;
  return (
    <Group gap={4}>
      {showsOwner && <Chip isStrong>{labels.owner}</Chip>}
      {roles
        // The owner's own role is often called as the owner is.
        .filter(({ name }) => !showsOwner || name !== labels.owner)
        .map(({ id, name }) => (
          <Chip key={id}>{name}</Chip>
        ))}
      {isBillingContact && billingContact === 'member' && (
        <IconCurrencyDollar size={16} role="img" aria-label={payer} title={payer} />
      )}
    </Group>
  );
}

export function Chip({ children, isStrong = false }: { children: ReactNode; isStrong?: boolean }) {
  return (
    <Badge variant="default" radius="sm" tt="none" fw={isStrong ? 700 : 400} maw="100%">
      {children}
    </Badge>
  );
}

import { Avatar } from '@mantine/core';
import type { ReactNode } from 'react';

interface Props {
  /** It decides the colour, which is always the same for a name. */
  readonly name: string;
  /** Said where the name does not stand beside it. */
  readonly label?: string;
  /** Where it leads. */
  readonly href?: string | undefined;
  readonly children?: ReactNode;
}

/** A person as their initials, which are made of the name where none are given. */
export function Initials({ name, label, href, children }: Props) {
  return (
    <Avatar
      {...(href !== undefined && { component: 'a', href })}
      name={name}
      color="initials"
      size={28}
      radius="xl"
      {...(label === undefined ? { alt: '' } : { 'aria-label': label, role: href === undefined ? 'img' : undefined })}
      // Some of the colours are too pale for text.
      styles={{ placeholder: { color: 'var(--mantine-color-text)' } }}
    >
      {children}
    </Avatar>
  );
}

import { Avatar } from '@mantine/core';
import { AvatarLink } from './links.js';

interface Props {
  /** It decides the colour, which is always the same for a name. */
  readonly name: string;
  /** Said where the name does not stand beside it. */
  readonly label?: string;
  /** Whose page it leads to. */
  readonly memberId?: string | undefined;
  /** The letters; made of the name where none are given. */
  readonly initials?: string;
}

/** A person as their initials. */
export function Initials({ name, label, memberId, initials }: Props) {
  const props = {
    name,
    color: 'initials',
    size: 28,
    radius: 'xl',
    // Some of the colours are too pale for text.
    styles: { placeholder: { color: 'var(--mantine-color-text)' } },
    children: initials,
    ...(label === undefined ? { alt: '' } : { 'aria-label': label }),
  };
  if (memberId === undefined) return <Avatar {...props} {...(label !== undefined && { role: 'img' })} />;
  return <AvatarLink {...props} to="/console/users/$memberId" params={{ memberId }} />;
}

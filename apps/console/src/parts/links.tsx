import {
  ActionIcon,
  Anchor,
  Avatar,
  Button,
  Menu,
  type ActionIconProps,
  type AnchorProps,
  type AvatarProps,
  type ButtonProps,
  type MenuItemProps,
} from '@mantine/core';
import { createLink } from '@tanstack/react-router';
import type { ComponentPropsWithRef } from 'react';

type OfAnchor<T> = T & Omit<ComponentPropsWithRef<'a'>, keyof T>;

/** Mantine's components as links whose address, parameters and search the compiler checks. */
export const AnchorLink = createLink((props: OfAnchor<AnchorProps>) => <Anchor {...props} />);
export const ButtonLink = createLink((props: OfAnchor<ButtonProps>) => <Button component="a" {...props} />);
export const IconLink = createLink((props: OfAnchor<ActionIconProps>) => <ActionIcon component="a" {...props} />);
export const MenuLink = createLink((props: OfAnchor<MenuItemProps>) => <Menu.Item component="a" {...props} />);
export const AvatarLink = createLink((props: OfAnchor<AvatarProps>) => <Avatar component="a" {...props} />);

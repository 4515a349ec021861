import { PasswordInput, type PasswordInputProps } from '@mantine/core';
import { words } from './words.js';

const useWords = words('secret-input', { show: 'Show the password' });

/** A field for a password. It can be shown, pasted into and filled by password managers. */
export function SecretInput(props: PasswordInputProps) {
  const say = useWords();
  const toggle = { 'aria-label': say('show'), tabIndex: 0 };
  return <PasswordInput required maxLength={256} visibilityToggleButtonProps={toggle} {...props} />;
}

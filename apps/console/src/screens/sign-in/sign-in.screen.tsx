import { useSearch } from '@tanstack/react-router';
import { PlainPage } from '../../app/plain-page.js';
import { Gate } from './gate.js';

/** Signing in: e-mail first, then each step of the gate as a page state of its own. */
export function SignInScreen() {
  const { next } = useSearch({ from: '/console/sign-in' });
  return (
    <PlainPage>
      <Gate first={{ at: 'email' }} next={next} />
    </PlainPage>
  );
}

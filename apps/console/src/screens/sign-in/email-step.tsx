import { Button, Stack, TextInput } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { PageTitle } from '../../app/plain-page.js';
import { brand } from '../../app/brand.js';
import { hasPasskeys, offerPasskeys, signInByPasskey, stopOffering } from './passkey.js';
import { afterEmail } from './sign-in.js';
import type { StepProps } from './gate.js';
import { useWords } from './sign-in.words.js';

/** One field, so the browser's own form is enough: this is the first page, which should not wait for a library. */
export function EmailStep({ go, busy }: StepProps) {
  const say = useWords();
  usePasskeySuggestions(go);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const email = String(new FormData(event.currentTarget).get('email'));
        void go(() => afterEmail(email.trim()));
      }}
    >
      <Stack gap="sm">
        <PageTitle>{say('title', { product: brand.name })}</PageTitle>
        <TextInput
          label={say('email')}
          name="email"
          type="email"
          autoComplete="username webauthn"
          required
          maxLength={320}
        />
        <Button type="submit" loading={busy}>
          {say('go')}
        </Button>
        {hasPasskeys() && (
          <Button variant="default" disabled={busy} onClick={() => void go(() => signInByPasskey())}>
            {say('passkey')}
          </Button>
        )}
      </Stack>
    </form>
  );
}

/** The browser offers passkeys where the address is typed. That it could not offer any is no news for the person. */
function usePasskeySuggestions(go: StepProps['go']): void {
  const way = useRef(go);
  way.current = go;
  useEffect(() => {
    let isGone = false;
    const offer = async (): Promise<void> => {
      const signIn = await offerPasskeys().catch(() => undefined);
      if (!signIn || isGone) return;
      // A passkey that was refused, such as one that was chosen too late, may be chosen again.
      if (!(await way.current(signIn))) await offer();
    };
    void offer();
    return () => {
      isGone = true;
      stopOffering();
    };
  }, []);
}

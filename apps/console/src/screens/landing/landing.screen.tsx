import { Anchor, Button, Loader, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { arrival } from '../../app/arrival.js';
import { signInPage } from '../../app/brand.js';
import { PlainPage, TellingPage } from '../../app/plain-page.js';
import { ProblemAlert } from '../../app/problem-alert.js';
import { wayBack } from '../../app/way-back.js';
import { Gate } from '../sign-in/gate.js';
import { land } from './landing.js';
import { TriedPage } from './tried.js';
import { useWords } from './landing.words.js';

/** Where an identity provider or a third party sends the browser back to. */
export function LandingScreen() {
  const say = useWords();
  const { target } = useParams({ strict: false });
  const navigate = useNavigate();
  const next = wayBack();
  const sent = useRef(false);
  const {
    mutate,
    data: landed,
    error,
  } = useMutation({
    mutationFn: () => land(arrival.answer, target ?? ''),
    onSuccess: async (reached) => {
      if (reached.as === 'step' && reached.step.at === 'in') await navigate({ to: next, replace: true });
    },
  });
  useEffect(() => {
    // The answer is good for one time.
    if (!sent.current) mutate();
    sent.current = true;
  }, [mutate]);

  if (error)
    return (
      <TellingPage title={say('failed')}>
        <ProblemAlert error={error} />
        <Anchor w="fit-content" href={signInPage}>
          {say('signIn')}
        </Anchor>
      </TellingPage>
    );
  if (!landed)
    return (
      <TellingPage title={say('waiting')}>
        <Loader size="sm" aria-label={say('waiting')} />
      </TellingPage>
    );
  if (landed.as === 'step')
    return (
      <PlainPage>
        <Gate first={landed.step} next={next} />
      </PlainPage>
    );
  if (landed.as === 'incomplete')
    return (
      <TellingPage title={say('failed')}>
        <Text role="alert">{say('incomplete')}</Text>
        <Anchor w="fit-content" href={signInPage}>
          {say('signIn')}
        </Anchor>
      </TellingPage>
    );
  if (landed.as === 'tried') return <TriedPage trial={landed.trial} next={next} />;
  return (
    <TellingPage title={say(landed.as)}>
      <Button component="a" href={next}>
        {say('goOn')}
      </Button>
    </TellingPage>
  );
}

import { Button, Group, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api, bodyOf, onConsentRequired, SHOW_NEW_PRICE, type AnswerToPrice } from '../api/client.js';
import { isRefusal, retrySafely } from '../api/problem.js';
import { ABOVE_DIALOGS, Dialog } from './dialog.js';
import { ProblemAlert } from './problem-alert.js';
import { QuoteView, type Quote } from './quote.js';
import { words } from './words.js';

const useWords = words('consent', {
  title: 'This needs seats that cost extra',
  titlePlan: 'This changes what you pay',
  why: 'All seats of the plan are taken. Nothing is done unless you agree to the price.',
  whyPlan: 'Nothing is changed unless you agree to the price.',
  agree: 'Agree to continue',
  decline: 'Decline',
  newPrice: 'Show the new price',
});

interface Asked {
  readonly quote: Quote;
  readonly answer: (answer: AnswerToPrice) => void;
}

/** Opens where a request takes seats that cost something; it is repeated once the person has agreed (BS-03, BS-04). */
export function ConsentDialog() {
  const say = useWords();
  const [asked, setAsked] = useState<Asked>();
  useEffect(() => onConsentRequired((quote) => new Promise((answer) => setAsked({ quote, answer }))), []);
  const end = (answer?: AnswerToPrice): void => {
    asked?.answer(answer);
    setAsked(undefined);
  };
  return (
    <Dialog
      opened={asked !== undefined}
      onClose={() => end()}
      title={say(asked && isPlan(asked.quote) ? 'titlePlan' : 'title')}
      zIndex={ABOVE_DIALOGS}
    >
      {asked && (
        <Price quote={asked.quote} onAgreed={end} onDeclined={() => end()} onNewPrice={() => end(SHOW_NEW_PRICE)} />
      )}
    </Dialog>
  );
}

const isPlan = ({ lines }: Quote): boolean => lines.some(({ kind }) => kind === 'plan');

interface Props {
  readonly quote: Quote;
  readonly onAgreed: (consentId: string) => void;
  readonly onDeclined: () => void;
  /** The quote no longer holds, and the person wants to see what it costs now. */
  readonly onNewPrice: () => void;
}

/** The price, and the person’s yes or no to it. Their yes is recorded with the price (BS-04). */
export function Price({ quote, onAgreed, onDeclined, onNewPrice }: Props) {
  const say = useWords();
  const agree = useMutation({
    mutationFn: () => bodyOf(api.POST('/v1/billing/consents', { body: { quoteId: quote.id } })),
    // However often somebody agrees to a quote, it has one consent.
    retry: retrySafely,
    onSuccess: ({ id }) => onAgreed(id),
  });
  return (
    <Stack gap="md">
      <Text>{say(isPlan(quote) ? 'whyPlan' : 'why')}</Text>
      <QuoteView quote={quote} />
      {agree.error && <ProblemAlert error={agree.error} />}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onDeclined} data-autofocus>
          {say('decline')}
        </Button>
        {isRefusal(agree.error, 'quote.expired') ? (
          <Button onClick={onNewPrice}>{say('newPrice')}</Button>
        ) : (
          <Button loading={agree.isPending} onClick={() => agree.mutate()}>
            {say('agree')}
          </Button>
        )}
      </Group>
    </Stack>
  );
}

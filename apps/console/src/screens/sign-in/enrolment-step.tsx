import { Button, Code, Image, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { PageTitle } from '../../app/plain-page.js';
import { afterEnrolment, type Challenge, type TotpSetup } from './sign-in.js';
import type { StepProps } from './gate.js';
import { useWords } from './sign-in.words.js';

interface Props extends StepProps {
  challenge: Challenge;
  setup: TotpSetup;
}

export function EnrolmentStep({ go, busy, challenge: { challenge }, setup }: Props) {
  const say = useWords();
  const form = useForm({ mode: 'uncontrolled', initialValues: { code: '' } });
  return (
    <form onSubmit={form.onSubmit(({ code }) => go(() => afterEnrolment(challenge, code)))}>
      <Stack gap="sm">
        <PageTitle>{say('enrolment')}</PageTitle>
        <Text>{say('enrolmentWhy')}</Text>
        <Image src={setup.qrCode} alt={say('qrCode')} w={180} h={180} bg="white" />
        <Text size="xs" c="dimmed">
          {say('secret')}
        </Text>
        <Code block>{setup.secret}</Code>
        <TextInput
          label={say('code')}
          inputMode="numeric"
          autoComplete="one-time-code"
          required
          maxLength={40}
          key={form.key('code')}
          {...form.getInputProps('code')}
        />
        <Button type="submit" loading={busy}>
          {say('confirm')}
        </Button>
      </Stack>
    </form>
  );
}

import { Stack, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useWords } from '../new-user.words.js';
import { FormSection } from './form-section.js';
import type { Values } from './form.js';

export interface SectionProps {
  readonly form: UseFormReturnType<Values>;
}

/** Who they are. */
export function Contact({ form }: SectionProps) {
  const say = useWords();
  return (
    <FormSection title={say('contact')}>
      <Stack gap="sm">
        <TextInput label={say('firstName')} maxLength={100} {...form.getInputProps('firstName')} />
        <TextInput label={say('lastName')} maxLength={100} {...form.getInputProps('lastName')} />
        <TextInput
          label={say('email')}
          type="email"
          autoComplete="off"
          maxLength={320}
          {...form.getInputProps('email')}
        />
      </Stack>
    </FormSection>
  );
}

/** The mails that they send (ID-14, ID-15). */
export function EmailInformation({ form }: SectionProps) {
  const say = useWords();
  return (
    <FormSection title={say('emailInformation')}>
      <Stack gap="sm">
        <TextInput
          label={say('fromName')}
          description={say('fromNameWhy')}
          maxLength={100}
          {...form.getInputProps('emailFromName')}
        />
        <TextInput
          label={say('replyTo')}
          description={say('replyToWhy')}
          type="email"
          maxLength={320}
          {...form.getInputProps('replyTo')}
        />
      </Stack>
    </FormSection>
  );
}

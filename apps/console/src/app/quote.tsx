import { Stack, Table, Text } from '@mantine/core';
import type { components } from '../api/schema.js';
import { money } from './money.js';
import { words } from './words.js';

export type Quote = components['schemas']['Quote'];

const useWords = words('quote', {
  what: 'What',
  days: 'For',
  amount: 'Amount',
  span: '{{from}} to {{to}}',
  once: '{{amount}} is billed with the invoice of {{day}}.',
  free: 'This costs nothing.',
  moremonth: 'From then on {{amount}} more each month.',
  moreyear: 'From then on {{amount}} more each year.',
  recurringmonth: 'From then on {{amount}} each month.',
  recurringyear: 'From then on {{amount}} each year.',
  tax: 'Prices are without tax.',
});

/** What a change costs: each line, what is billed once, and what is paid from then on (BS-03). */
export function QuoteView({ quote: { lines, prorated, recurring } }: { quote: Quote }) {
  const say = useWords();
  const isSeats = lines.length > 0 && lines.every(({ kind }) => kind === 'seats');
  return (
    <Stack gap="xs">
      {lines.length === 0 && <Text>{say('free')}</Text>}
      <Table hidden={lines.length === 0}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{say('what')}</Table.Th>
            <Table.Th>{say('days')}</Table.Th>
            <Table.Th ta="right">{say('amount')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {lines.map(({ kind, description, amount, from, to }) => (
            <Table.Tr key={`${kind} ${description} ${from}`}>
              <Table.Td>{description}</Table.Td>
              <Table.Td>{say('span', { from: day(from), to: day(Date.parse(to) - DAY) })}</Table.Td>
              <Table.Td ta="right">{money(amount, prorated.currency)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Text hidden={lines.length === 0}>
        {say('once', { amount: money(prorated.amount, prorated.currency), day: day(prorated.invoicedAt) })}
      </Text>
      {recurring.map(({ amount, currency, interval }) => (
        <Text key={interval} fw={600}>
          {say(`${isSeats ? 'more' : 'recurring'}${interval}`, { amount: money(amount, currency) })}
        </Text>
      ))}
      <Text size="xs" c="dimmed">
        {say('tax')}
      </Text>
    </Stack>
  );
}

/** Milliseconds. */
const DAY = 86_400_000;

/** The day of a date or an instant, in UTC, by which all of billing counts. */
export const day = (of: string | number): string =>
  new Date(of).toLocaleDateString('en-GB', { dateStyle: 'medium', timeZone: 'UTC' });

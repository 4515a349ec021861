import { IsNull, type EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import type { Charge } from '../charges/charge.js';
import { prorated } from '../money/money.js';
import { isoOf } from '../periods/day.js';
import { InvoiceLineEntity } from './invoice-line.entity.js';

interface Origin {
  /** Null where nobody had to agree. */
  readonly consentId: string | null;
  readonly now: Date;
}

/**
 * Puts charges on the account's open draft. A credit takes a line off where one stands there for the same days.
 * Resolves with the id of each line that was made. The subscription is locked.
 */
export async function addToDraft(
  manager: EntityManager,
  accountId: string,
  charges: readonly Charge[],
  { consentId, now }: Origin,
): Promise<string[]> {
  const ids: string[] = [];
  for (const charge of charges) {
    const quantity = charge.unitAmount < 0 ? await takeOff(manager, accountId, charge) : charge.quantity;
    if (quantity === 0) continue;
    const { kind, pool, description, unitAmount, currency, from, to, ofDays } = charge;
    const days = to - from;
    const amount = prorated({ amount: unitAmount, currency }, quantity, days, ofDays);
    const rest = description.replace(`: ${charge.quantity} `, `: ${quantity} `);
    const cost = { kind, pool, description: rest, quantity, unitAmount, currency, days, ofDays, amount };
    const line = { accountId, id: uuidv7(), invoiceId: null, ...cost, fromDay: isoOf(from), toDay: isoOf(to) };
    await manager.insert(InvoiceLineEntity, { ...line, consentId, createdAt: now });
    ids.push(line.id);
  }
  return ids;
}

/** So many fewer of what the line is for. The line is locked, and stands on the draft. */
export async function reduceLine(manager: EntityManager, line: InvoiceLineEntity, count: number): Promise<void> {
  const { accountId, id, unitAmount: amount, currency, days, ofDays } = line;
  const quantity = line.quantity - count;
  if (quantity === 0) {
    await manager.delete(InvoiceLineEntity, { accountId, id });
    return;
  }
  const description = line.description.replace(`: ${line.quantity} `, `: ${quantity} `);
  const rest = { quantity, description, amount: prorated({ amount, currency }, quantity, days, ofDays) };
  await manager.update(InvoiceLineEntity, { accountId, id }, rest);
}

/** Resolves with how many of the credit's are left. */
async function takeOff(manager: EntityManager, accountId: string, credit: Charge): Promise<number> {
  const { kind, pool, unitAmount, from, to, ofDays } = credit;
  const lines = await manager.find(InvoiceLineEntity, {
    where: {
      accountId,
      invoiceId: IsNull(),
      kind,
      pool: pool ?? IsNull(),
      unitAmount: -unitAmount,
      fromDay: isoOf(from),
      toDay: isoOf(to),
      ofDays,
    },
    order: { id: 'desc' },
    lock: { mode: 'pessimistic_write' },
  });
  let left = credit.quantity;
  for (const line of lines) {
    const count = Math.min(left, line.quantity);
    if (count > 0) await reduceLine(manager, line, count);
    left -= count;
  }
  return left;
}

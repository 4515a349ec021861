import { IsIn } from 'class-validator';
import { IsId, PageQuery } from '../core/common.contract.js';
import { rpc } from '../core/contract.js';
import { errorKind } from '../core/errors.js';

export const deliveryNotFound = errorKind('delivery.not-found', 404, 'There is no such delivery');
export const deliveryNotFailed = errorKind('delivery.not-failed', 409, 'Only a failed delivery can be tried again');

export const DELIVERY_STATES = ['pending', 'sending', 'sent', 'failed', 'obsolete'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

export class Delivery {
  id!: string;
  /** Which mail it is: `invitation`, `email-verification`, `access-revoked` … */
  template!: string;
  recipient!: string;
  /** `obsolete`: its link had been used or replaced before it could be sent. */
  @IsIn(DELIVERY_STATES)
  state!: DeliveryState;
  attempts!: number;
  /** What the mail server answered at the last failure. */
  lastError!: string | null;
  createdAt!: string;
  nextAttemptAt!: string | null;
  sentAt!: string | null;
}

export class DeliveryPage {
  items!: Delivery[];
  nextCursor!: string | null;
}

export class DeliveryId {
  @IsId()
  deliveryId!: string;
}

export const listDeliveries = rpc({
  context: 'notifications',
  noun: 'delivery',
  verb: 'list',
  http: { method: 'GET', path: '/v1/notifications/deliveries', tag: 'Notifications', summary: 'List the mails' },
  description:
    'Lists the mails and messages that were sent for the account, latest first, with whether each arrived at the mail server.',
  permission: 'notifications:view',
  input: PageQuery,
  output: DeliveryPage,
  callers: ['gateway'],
});

export const retryDelivery = rpc({
  context: 'notifications',
  noun: 'delivery',
  verb: 'retry',
  http: {
    method: 'POST',
    path: '/v1/notifications/deliveries/:deliveryId/retry',
    tag: 'Notifications',
    summary: 'Send a failed mail again',
  },
  description: 'Sends a mail again that the mail server did not take.',
  permission: 'notifications:edit',
  input: DeliveryId,
  output: Delivery,
  errors: [deliveryNotFound, deliveryNotFailed],
  callers: ['gateway'],
});

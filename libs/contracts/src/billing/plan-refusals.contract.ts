import { errorKind } from '../core/errors.js';

export const planUnknown = errorKind('plan.unknown', 422, 'There is no such plan');
/** `details`: the numbers of the first pool that would be too small as in `SeatPool`; `pools` has those of each. */
export const planTooSmall = errorKind('plan.too-small', 409, 'The plan has too few seats for the members');
/** `details.quote`: what it costs. The request is sent again with the id of a consent to it. */
export const planConsentRequired = errorKind('plan.consent-required', 409, 'This plan costs something');

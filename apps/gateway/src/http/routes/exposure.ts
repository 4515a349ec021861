import { HttpStatus } from '@nestjs/common';
import { Nothing, type Class, type RpcContract } from '@roster/contracts';

/** What a route is to the session guard: it needs one, takes one along, or does not look. */
type SessionUse = 'required' | 'optional' | 'none';

/** How a contract is exposed over HTTP. */
export interface Exposure {
  readonly contract: RpcContract;
  readonly status: number;
  readonly session: SessionUse;
  /** Members of the answer that are not for the client's eyes, or travel in a header. */
  readonly omits: readonly string[];
  /** Members of the input that the gateway knows itself. */
  readonly fills: readonly string[];
  /** Whether an `Idempotency-Key` has an effect. */
  readonly takesKey: boolean;
  /** Whether sessions of others than who asks may have ended by it. */
  readonly endsSessions: boolean;
  /** Parameters of the path that are names of other systems, not ids of ours. */
  readonly names: readonly string[];
  /** What the answer is, where it is not JSON. */
  readonly mediaType: string | undefined;
}

export interface ExposureOptions<I extends object, O extends object> {
  /** 200 unless said, or 204 where the contract answers with nothing. */
  status?: number;
  /** Only on a public door: the actor goes along where a valid session is sent. */
  session?: 'optional';
  omits?: readonly (keyof O & string)[];
  fills?: readonly (keyof I & string)[];
  /** For what changes nothing, or has a token of its own. */
  idempotencyKey?: 'ignored';
  /** Sessions of others than who asks may have ended by it: none that is remembered here is believed any more. */
  endsSessions?: boolean;
  names?: readonly (keyof I & string)[];
  mediaType?: string;
  /** Tells routes of the same contract apart, for generated clients. */
  operationId?: string;
  /** The answer's type for the documentation, where it is not the contract's output without `omits`. */
  answer?: Class<object>;
}

export const EXPOSURE = 'roster:exposure';

export function exposureOf<I extends object, O extends object>(
  contract: RpcContract<I, O>,
  options: ExposureOptions<I, O>,
): Exposure {
  const { status, session, omits = [], fills = [], idempotencyKey, names = [], mediaType } = options;
  const { permission, output } = contract;
  const open = typeof permission === 'string' ? undefined : permission.open;
  if (open === 'service') throw new Error(`${contract.subject} is between services, not for clients`);
  const nothing: Class<object> = Nothing;
  return {
    contract,
    status: status ?? (output === nothing ? HttpStatus.NO_CONTENT : HttpStatus.OK),
    session: open === 'public' ? (session ?? 'none') : 'required',
    omits,
    fills,
    takesKey: idempotencyKey !== 'ignored',
    endsSessions: options.endsSessions ?? false,
    names,
    mediaType,
  };
}

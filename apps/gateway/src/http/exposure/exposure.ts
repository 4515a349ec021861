import { applyDecorators, HttpCode, HttpStatus, SetMetadata, type StreamableFile } from '@nestjs/common';
import { Freshness, Nothing, type Class, type HttpOptions, type RpcContract } from '@roster/contracts';

/** Whether a route needs a session, takes one along where there is one, or ignores it. */
type SessionUse = 'required' | 'optional' | 'none';

/**
 * What a route says of its contract. Where the gateway answers by itself, there is one in its controller alone, which is
 * on no bus.
 */
export type ExposedContract<I extends object = object, O extends object = object> = Pick<
  RpcContract<I, O>,
  'subject' | 'description' | 'permission' | 'input' | 'output' | 'errors'
> &
  Partial<Pick<RpcContract, 'orWhen'>>;

/** How a contract is exposed over HTTP. */
export interface Exposure {
  readonly contract: ExposedContract;
  readonly summary: string;
  readonly status: number;
  readonly session: SessionUse;
  /** Members of the answer that clients are not shown, or find in a header. */
  readonly omits: readonly string[];
  /** Members of the input that the gateway fills in, and clients do not send. */
  readonly fills: readonly string[];
  /** Whether an `Idempotency-Key` has an effect. */
  readonly takesKey: boolean;
  /** Whether `Roster-At-Least` is read into the input. */
  readonly takesVersion: boolean;
  /** Whether sessions of other people may have ended by it. */
  readonly endsSessions: boolean;
  /** Whether it is never use of the session, whatever the request says. */
  readonly isBackground: boolean;
  /** Parameters of the path that are names of other systems, and not ids of Roster. */
  readonly names: readonly string[];
  /** What the answer is, where it is not JSON. */
  readonly mediaType: string | undefined;
  /** The answer's type for the documentation, where it is not the contract's output without `omits`. */
  readonly answer: Class<object> | undefined;
  /** Stable, for generated clients. */
  readonly operationId: string;
}

/** What a controller says of its route: what a contract can say too, and more. */
export interface ExposureOptions<I extends object, O extends object> extends HttpOptions {
  omits?: readonly (keyof O & string)[];
  names?: readonly (keyof I & string)[];
  fills?: readonly (keyof I & string)[];
  isBackground?: boolean;
  mediaType?: string;
  /** Tells routes of the same contract apart. */
  operationId?: string;
  answer?: Class<object>;
}

export const EXPOSURE = 'roster:exposure';

type Route<O> = (...args: never[]) => Promise<O | StreamableFile>;

/**
 * Exposes a contract to HTTP clients. The contract tells the guard whether a session is needed, the service which
 * permission, and the documentation all of it.
 */
export const Exposes =
  <I extends object, O extends object>(
    contract: ExposedContract<I, O>,
    summary: string,
    options: ExposureOptions<I, O> = {},
  ) =>
  <T extends Route<O>>(controller: object, key: string, descriptor: TypedPropertyDescriptor<T>): void => {
    const exposure = exposureOf(contract, summary, options);
    applyDecorators(SetMetadata(EXPOSURE, exposure), HttpCode(exposure.status))(controller, key, descriptor);
  };

function exposureOf<I extends object, O extends object>(
  contract: ExposedContract<I, O>,
  summary: string,
  options: ExposureOptions<I, O>,
): Exposure {
  const { permission, input, output } = contract;
  const open = typeof permission === 'string' ? undefined : permission.open;
  if (open === 'service') throw new Error(`${contract.subject} is between services, not for clients`);
  const nothing: Class<object> = Nothing;
  return {
    contract,
    summary,
    status: options.status ?? (output === nothing ? HttpStatus.NO_CONTENT : HttpStatus.OK),
    session: open === 'public' ? (options.session ?? 'none') : 'required',
    omits: options.omits ?? [],
    fills: options.fills ?? [],
    takesKey: options.idempotencyKey !== 'ignored',
    takesVersion: input.prototype instanceof Freshness || (input as Class<object>) === Freshness,
    endsSessions: options.endsSessions ?? false,
    isBackground: options.isBackground ?? false,
    names: options.names ?? [],
    mediaType: options.mediaType,
    answer: options.answer,
    operationId: options.operationId ?? operationIdOf(contract),
  };
}

/** `rpc.access.member.set-roles` → `memberSetRoles`: no two contracts have the same, so that none changes with another. */
export function operationIdOf({ subject }: Pick<RpcContract, 'subject'>): string {
  const words = subject.split(/[.-]/).slice(2);
  return words.map((word, index) => (index === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1))).join('');
}

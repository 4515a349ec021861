import { applyDecorators, HttpCode, SetMetadata, type StreamableFile } from '@nestjs/common';
import type { RpcContract } from '@roster/contracts';
import { documentation } from '../../docs/documentation.js';
import { describeLater } from '../../docs/later.js';
import { EXPOSURE, exposureOf, type ExposureOptions } from './exposure.js';

type Route<O> = (...args: never[]) => Promise<O | StreamableFile>;

/**
 * Opens a contract to HTTP clients. Stands above the route's method (`@Get(…)`), which it reads. The contract tells
 * the guard whether a session is needed, the service which permission, and the documentation all of it.
 */
export const Exposes =
  <I extends object, O extends object>(
    contract: RpcContract<I, O>,
    summary: string,
    options: ExposureOptions<I, O> = {},
  ) =>
  <T extends Route<O>>(controller: object, key: string, descriptor: TypedPropertyDescriptor<T>): void => {
    const exposure = exposureOf(contract, options);
    const { answer, operationId } = options;
    applyDecorators(SetMetadata(EXPOSURE, exposure), HttpCode(exposure.status))(controller, key, descriptor);
    describeLater(() => {
      const decorators = documentation({ exposure, summary, answer, operationId, route: descriptor.value });
      applyDecorators(...decorators)(controller, key, descriptor);
    });
  };

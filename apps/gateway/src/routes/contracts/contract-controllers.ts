import { Controller, Injectable, RequestMapping, RequestMethod, type Type } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { CallContext, HttpRoute, RpcContract } from '@roster/contracts';
import { RpcClient } from '@roster/service-kit';
import { Call } from '../../http/exposure/call.js';
import { Exposes, operationIdOf } from '../../http/exposure/exposure.js';
import { Input } from '../../http/exposure/input.js';

type Controlled = Type<ContractController>;

/** The base of all generated controllers: Nest injects the client of the services here. */
@Injectable()
class ContractController {
  constructor(readonly rpc: RpcClient) {}
}

/**
 * Makes Nest controllers for the contracts that say `http`: one for each tag, with one method for each contract. They have
 * the decorators of a hand-written controller, so guards, interceptors, filters and Swagger see no difference:
 *
 *     @Exposes(getTeam, 'Show a team')
 *     @Get('/v1/teams/:teamId')
 *     teamGet(@Input() input: TeamQuery, @Call() call: CallContext) {
 *       return this.rpc.call(getTeam, input, call);
 *     }
 */
export function contractControllers(contracts: readonly RpcContract[]): Controlled[] {
  const byTag = new Map<string, Controlled>();
  for (const contract of contracts) {
    if (!contract.http) continue;
    const { tag } = contract.http;
    const controller = byTag.get(tag) ?? newController(tag);
    byTag.set(tag, controller);
    addRoute(controller, contract, contract.http);
  }
  return [...byTag.values()];
}

function newController(tag: string): Controlled {
  const controller = class extends ContractController {};
  // Nest's log and errors show this name.
  Object.defineProperty(controller, 'name', { value: `${tag.replaceAll(/\W/g, '')}ContractController` });
  Controller()(controller);
  ApiTags(tag)(controller);
  return controller;
}

/** Adds the method and then its decorators, those of parameters first, in TypeScript's order. */
function addRoute({ prototype }: Controlled, contract: RpcContract, route: HttpRoute): void {
  const { method, path, tag: _, summary, ...options } = route;
  const name = operationIdOf(contract);
  // The later one would take the place of the other without a word.
  if (Object.hasOwn(prototype, name)) throw new Error(`Two contracts of one tag are called ${name}`);
  const handlers = {
    [name](this: ContractController, input: object, call: CallContext) {
      return this.rpc.call(contract, input, call);
    },
  };
  const descriptor = { value: handlers[name], writable: true, configurable: true };
  Object.defineProperty(prototype, name, descriptor);
  Input()(prototype, name, 0);
  Call()(prototype, name, 1);
  RequestMapping({ method: RequestMethod[method], path })(prototype, name, descriptor);
  Exposes(contract, summary, options as object)(prototype, name, descriptor);
}

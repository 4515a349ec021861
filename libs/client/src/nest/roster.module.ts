import {
  Inject,
  Logger as NestLogger,
  Module,
  type DynamicModule,
  type InjectionToken,
  type ModuleMetadata,
  type OnApplicationShutdown,
  type OnModuleInit,
  type OptionalFactoryDependency,
} from '@nestjs/common';
import { APP_FILTER, DiscoveryModule } from '@nestjs/core';
import type { Logger } from '../bus/logger.js';
import { Roster, type RosterOptions } from '../roster.js';
import type { Identify } from './asker.js';
import { IDENTIFY } from './permission.guard.js';
import { Requirements } from './requirements.js';
import { RosterErrorFilter } from './roster-error.filter.js';

export interface RosterModuleOptions extends Omit<RosterOptions, 'logger'>, Identify {
  /** The preset of the product that the service belongs to. Default: all presets that exist. */
  readonly preset?: string;
  /** Default: Nest's own. */
  readonly logger?: Logger;
}

export interface RosterModuleAsyncOptions<T extends unknown[] = never[]> extends Pick<ModuleMetadata, 'imports'> {
  readonly inject?: (InjectionToken | OptionalFactoryDependency)[];
  useFactory(...dependencies: T): RosterModuleOptions | Promise<RosterModuleOptions>;
}

const OPTIONS = Symbol('OPTIONS');

/**
 * Adds Roster to a Nest service: the guard behind `@RequirePermission`, and {@link Roster} to be injected anywhere. The
 * service does not boot where a guard could not decide.
 */
@Module({})
export class RosterModule implements OnModuleInit, OnApplicationShutdown {
  constructor(
    private readonly roster: Roster,
    private readonly requirements: Requirements,
    @Inject(OPTIONS) private readonly options: RosterModuleOptions,
  ) {}

  static forRoot(options: RosterModuleOptions): DynamicModule {
    return RosterModule.forRootAsync({ useFactory: () => options });
  }

  static forRootAsync<T extends unknown[]>(options: RosterModuleAsyncOptions<T>): DynamicModule {
    const { imports = [], inject = [], useFactory } = options;
    return {
      module: RosterModule,
      global: true,
      imports: [...imports, DiscoveryModule],
      providers: [
        { provide: OPTIONS, inject, useFactory },
        { provide: IDENTIFY, useExisting: OPTIONS },
        { provide: Roster, inject: [OPTIONS], useFactory: connect },
        { provide: APP_FILTER, useClass: RosterErrorFilter },
        Requirements,
      ],
      exports: [Roster, IDENTIFY],
    };
  }

  async onModuleInit(): Promise<void> {
    const { presets } = this.roster;
    const { preset } = this.options;
    const names = preset === undefined ? presets.names : [preset];
    try {
      const catalogues = names.flatMap((name) => presets.catalogue(name) ?? []);
      if (preset !== undefined && catalogues.length === 0) throw new Error(`There is no preset "${preset}"`);
      this.requirements.assertComplete(catalogues);
    } catch (error) {
      // A service that fails to boot is not shut down either, and an open connection would keep the process alive.
      await this.roster.close();
      throw error;
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await this.roster.close();
  }
}

const connect = ({ logger = nestLogger(), ...options }: RosterModuleOptions): Promise<Roster> =>
  Roster.connect({ ...options, logger });

function nestLogger(): Logger {
  const nest = new NestLogger('Roster');
  return {
    debug: (details, message) => nest.debug(message, details),
    info: (details, message) => nest.log(message, details),
    warn: (details, message) => nest.warn(message, details),
    error: (details, message) => nest.error(message, details),
    fatal: (details, message) => nest.fatal(message, details),
  };
}

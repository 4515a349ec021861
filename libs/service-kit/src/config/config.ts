import { readOtherUsers } from '@roster/contracts';
import { plainToInstance, Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, IsUrl, Max, Min, ValidateBy, validateSync } from 'class-validator';

const url = (...protocols: string[]) =>
  IsUrl(
    { protocols, require_tld: false, require_protocol: true },
    { message: `must be a URL such as ${protocols[0]}://…` },
  );

/** A service address that may be several, parted by commas, as NATS clients take it. */
const IsBusUrl = () => IsString({ message: 'must be a URL such as nats://127.0.0.1:4222' });

/** Users of the bus in JSON; what is wrong is told by name and place. */
const IsOtherUsers = () =>
  ValidateBy({
    name: 'isOtherUsers',
    validator: {
      validate: (text) => problemOf(text) === undefined,
      defaultMessage: (about) => `cannot be used: ${problemOf(about?.value)}`,
    },
  });

function problemOf(text: unknown): string | undefined {
  try {
    readOtherUsers(String(text));
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];

export const isLogLevel = (text: string): boolean => LOG_LEVELS.includes(text);

/** What every process of ours reads from its environment. */
export class ProcessConfig {
  /** Where NATS listens; several servers of a cluster parted by commas. */
  @IsBusUrl()
  NATS_URL = 'nats://127.0.0.1:4222';

  /** The nkey seed of this process's bus user; left out only where NATS has no users. */
  @IsOptional()
  @IsString()
  NATS_NKEY_SEED?: string;

  /** Health and metrics for operators; 0 takes a free port. */
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(65_535)
  ADMIN_PORT = 0;

  /** The address that the operators' port binds to: loopback, unless the network below it is private. */
  @IsString()
  ADMIN_HOST = '127.0.0.1';

  @IsIn(LOG_LEVELS)
  LOG_LEVEL = 'info';

  /** A folder with presets of one's own, added to those that come with Roster. */
  @IsOptional()
  @IsString()
  ROSTER_PRESETS_DIR?: string;
}

/** What a service with a database reads besides: three logins, of which the last is needed only to migrate. */
export class ServiceConfig extends ProcessConfig {
  /** The runtime login, under row-level security. */
  @url('postgres', 'postgresql')
  DATABASE_URL!: string;

  /** The relay's login: the outbox and nothing else. */
  @url('postgres', 'postgresql')
  DATABASE_RELAY_URL!: string;

  /** The owner's login: migrations run at start where it is given. */
  @IsOptional()
  @url('postgres', 'postgresql')
  DATABASE_MIGRATION_URL?: string;

  /** By which what access says of its accounts is told from what others say in its name; several parted by commas. */
  @IsString()
  ACCESS_PUBLIC_KEY!: string;

  /**
   * Who else of the product is on the bus, and what each may touch, as JSON: the same list that the bus was configured
   * with. Whoever is not on it is refused. None unless said.
   */
  @IsOtherUsers()
  BUS_USERS = '[]';

  /** Connections of this process at the most. */
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(200)
  DATABASE_POOL_SIZE = 10;
}

/** The settings are not usable. The message names each one and what is wrong with it, never its value. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** Reads the settings that the class declares; an empty variable counts as absent. Throws {@link ConfigError}. */
export function loadConfig<T extends object>(schema: new () => T, env: NodeJS.ProcessEnv): T {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const config = plainToInstance(schema, given, { exposeDefaultValues: true });
  const errors = validateSync(config, { whitelist: true });
  if (errors.length === 0) return config;
  const lines = errors.map((error) => `  ${error.property}: ${Object.values(error.constraints ?? {}).join('; ')}`);
  throw new ConfigError(`These settings are missing or wrong:\n${lines.join('\n')}`);
}

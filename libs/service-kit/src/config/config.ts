import { readOtherUsers } from '@roster/contracts';
import { plainToInstance, Type } from 'class-transformer';
import {
  IsEmail,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUrl,
  Matches,
  Max,
  Min,
  ValidateBy,
  validateSync,
} from 'class-validator';

const url = (...protocols: string[]) =>
  IsUrl(
    { protocols, require_tld: false, require_protocol: true },
    { message: `must be a URL such as ${protocols[0]}://…` },
  );

/** The address of NATS. It may be several, separated by commas, as NATS clients accept it. */
const IsBusUrl = () => IsString({ message: 'must be a URL such as nats://127.0.0.1:4222' });

/** Users of the bus as JSON. Problems are reported with their place. */
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

/** The settings of every process. */
export class ProcessConfig {
  /** The address of NATS; several servers of a cluster are separated by commas. */
  @IsBusUrl()
  NATS_URL = 'nats://127.0.0.1:4222';

  /** The nkey seed of this process's bus user. Left out only where NATS has no users. */
  @IsOptional()
  @IsString()
  NATS_NKEY_SEED?: string;

  /** The port for health and metrics, for operators; 0 takes a free port. */
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(65_535)
  ADMIN_PORT = 0;

  /** The address that the operators' port binds to. Default: loopback; change it only on a private network. */
  @IsString()
  ADMIN_HOST = '127.0.0.1';

  @IsIn(LOG_LEVELS)
  LOG_LEVEL = 'info';

  /** A folder with additional presets. */
  @IsOptional()
  @IsString()
  ROSTER_PRESETS_DIR?: string;

  /** The preset whose product gives the name and the looks that the next five do not. */
  @IsOptional()
  @IsString()
  PRODUCT_PRESET?: string;

  /** The product's name: on pages, in mails, in authenticator apps. */
  @IsOptional()
  @Matches(/^[^\p{C}<>"]{1,60}$/u, {
    message: 'must be a name of at most 60 characters on one line, without < > and "',
  })
  PRODUCT_NAME?: string;

  @IsOptional()
  @url('https', 'http')
  PRODUCT_LOGO_URL?: string;

  @IsOptional()
  @Matches(/^#[0-9a-f]{6}$/i, { message: 'must be a colour such as #1f4fd8' })
  PRODUCT_COLOR?: string;

  /** The address that people in need of help write to. */
  @IsOptional()
  @IsEmail({}, { message: 'must be an address such as help@example.com' })
  SUPPORT_EMAIL?: string;

  /** Where people sign in. */
  @IsOptional()
  @url('https', 'http')
  SIGN_IN_URL?: string;
}

/** The additional settings of a service with a database: three logins, of which the last is needed only to migrate. */
export class ServiceConfig extends ProcessConfig {
  /** The runtime login, under row-level security. */
  @url('postgres', 'postgresql')
  DATABASE_URL!: string;

  /** The relay's login. It may access nothing but the outbox. */
  @url('postgres', 'postgresql')
  DATABASE_RELAY_URL!: string;

  /** The owner's login. Where it is given, migrations run at start. */
  @IsOptional()
  @url('postgres', 'postgresql')
  DATABASE_MIGRATION_URL?: string;

  /** The public keys that verify messages from access, separated by commas. */
  @IsString()
  ACCESS_PUBLIC_KEY!: string;

  /**
   * The other users of the bus and what each may touch, as JSON. It must be the list that the bus was configured with:
   * callers that are not on it are refused. Default: none.
   */
  @IsOtherUsers()
  BUS_USERS = '[]';

  /** The maximum number of database connections of this process. */
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(200)
  DATABASE_POOL_SIZE = 10;
}

/** The settings are not usable. The message names each bad setting and the problem, never its value. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** Reads the settings that the class declares. An empty variable counts as missing. Throws {@link ConfigError}. */
export function loadConfig<T extends object>(schema: new () => T, env: NodeJS.ProcessEnv): T {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const config = plainToInstance(schema, given, { exposeDefaultValues: true });
  const errors = validateSync(config, { whitelist: true });
  if (errors.length === 0) return config;
  const lines = errors.map((error) => `  ${error.property}: ${Object.values(error.constraints ?? {}).join('; ')}`);
  throw new ConfigError(`These settings are missing or wrong:\n${lines.join('\n')}`);
}

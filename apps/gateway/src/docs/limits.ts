import type { Class } from '@roster/contracts';
import { getMetadataStorage } from 'class-validator';

/** Words of JSON Schema by the names of class-validator's rules, as they are for a text, a number and a list. */
const WORDS: Readonly<Record<string, string>> = {
  minLength: 'minLength',
  maxLength: 'maxLength',
  min: 'minimum',
  max: 'maximum',
  arrayMinSize: 'minItems',
  arrayMaxSize: 'maxItems',
};

type Members = Record<string, object>;

/** What Nest's compiler plugin has made: for each source file its module, and the members of its classes. */
interface PluginMetadata {
  '@nestjs/swagger': { models: readonly [Promise<Record<string, unknown>>, Record<string, Members>][] };
}

/**
 * The plugin's metadata, with the limits that services hold. The plugin reads sources only, so it misses a limit that is a
 * constant, and one inside a rule of Roster's own, such as `IsName`.
 */
export function withLimits(read: () => Promise<Record<string, unknown>>) {
  return async (): Promise<Record<string, unknown>> => {
    const metadata = (await read()) as unknown as PluginMetadata;
    for (const [module, classes] of metadata['@nestjs/swagger'].models) {
      const exported = await module;
      for (const [name, members] of Object.entries(classes)) {
        const dto = exported[name];
        if (typeof dto === 'function') addLimits(dto as Class<object>, members);
      }
    }
    return { ...metadata };
  };
}

function addLimits(dto: Class<object>, members: Members): void {
  for (const { member, word, limit } of limitsOf(dto)) {
    if (members[member]) Object.assign(members[member], { [word]: limit });
  }
}

/** Each limit of a DTO, in JSON Schema's words. Those of a list's items are not among them. */
export function limitsOf(dto: Class<object>): { member: string; word: string; limit: number }[] {
  return getMetadataStorage()
    .getTargetValidationMetadatas(dto, '', false, false)
    .flatMap(({ name = '', propertyName: member, constraints, each }) => {
      const [word, limit] = [WORDS[name], constraints?.[0] as unknown];
      return word && !each && typeof limit === 'number' ? [{ member, word, limit }] : [];
    });
}

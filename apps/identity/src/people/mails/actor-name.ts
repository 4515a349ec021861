import type { ActingParty } from '@roster/contracts';
import type { EntityManager } from 'typeorm';
import { MemberEntity } from '../members/member.entity.js';
import { fullName } from '../members/member.js';

interface Act {
  readonly accountId: string;
  readonly actor: ActingParty;
  /** The member to whom the mail goes. */
  readonly readerId: string;
  /** Whether the reader may know members by name. */
  readonly isShown: boolean;
}

const SOMEBODY = 'an administrator';

/** Who did what a mail tells of, as its sentence begins: by name only where the reader may see it. */
export async function actorName(manager: EntityManager, { accountId, actor, readerId, isShown }: Act): Promise<string> {
  if (actor.kind !== 'member' && actor.kind !== 'api-key') return SOMEBODY;
  if (actor.memberId === readerId) return 'somebody who is signed in as you';
  const member = isShown ? await manager.findOneBy(MemberEntity, { accountId, id: actor.memberId }) : null;
  const name = member && fullName(member);
  if (!name) return SOMEBODY;
  return actor.kind === 'api-key' ? `the API key ${name}` : name;
}

/** A mail's word has 500 characters at most. */
const MOST_CHARACTERS = 400;

/** Names as a sentence lists them, `none` without any. */
export function listed(names: readonly string[]): string {
  const shown: string[] = [];
  for (const name of names) {
    if ([...shown, name].join(', ').length > MOST_CHARACTERS) break;
    shown.push(name);
  }
  const left = names.length - shown.length;
  return [...shown, ...(left > 0 ? [`${left} more`] : [])].join(', ') || 'none';
}

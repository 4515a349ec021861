import type { SnapshotPage } from '@roster/contracts';
import type { AccountPolicy, MemberPolicy, ProjectPolicy } from '@roster/permissions';

/** The maximum bytes of JSON in a page: half of what fits into one message. */
const MOST = 500_000;

interface Part {
  /** `member:…` or `project:…`. It gives the part's place in the order; the next page starts after it. */
  readonly cursor: string;
  readonly member?: MemberPolicy;
  readonly project?: ProjectPolicy;
}

/** The parts of each account state in order, computed once. */
const inOrder = new WeakMap<AccountPolicy, readonly Part[]>();

/** A page of the account's parts after a cursor, or from the start. The part that the cursor names may be gone. */
export function pageOf(
  policy: AccountPolicy,
  after?: string,
): Pick<SnapshotPage, 'account' | 'members' | 'projects' | 'next'> {
  const { members: _members, projects: _projects, ...account } = policy;
  const parts = partsOf(policy);
  const start = after === undefined ? 0 : firstAfter(parts, after);
  const head = after === undefined ? { account } : {};
  const members: MemberPolicy[] = [];
  const projects: ProjectPolicy[] = [];
  let bytes = sizeOf(head);
  for (let index = start; index < parts.length; index += 1) {
    const { member, project } = parts[index] ?? {};
    bytes += sizeOf(member ?? project);
    if (bytes > MOST && index > start) return { ...head, members, projects, next: parts[index - 1]?.cursor ?? null };
    if (member) members.push(member);
    if (project) projects.push(project);
  }
  return { ...head, members, projects, next: null };
}

const sizeOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value)) + 1;

function partsOf(policy: AccountPolicy): readonly Part[] {
  const known = inOrder.get(policy);
  if (known) return known;
  const parts: Part[] = [
    ...policy.members.map((member) => ({ cursor: `member:${member.id}`, member })),
    ...(policy.projects ?? []).map((project) => ({ cursor: `project:${project.id}`, project })),
  ];
  parts.sort((a, b) => (a.cursor < b.cursor ? -1 : 1));
  inOrder.set(policy, parts);
  return parts;
}

/**
 * Finds the first part after the cursor by binary search. An account may have a million members, and each few thousand
 * make a page.
 */
function firstAfter(parts: readonly Part[], cursor: string): number {
  let low = 0;
  let high = parts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((parts[middle]?.cursor ?? '') > cursor) high = middle;
    else low = middle + 1;
  }
  return low;
}

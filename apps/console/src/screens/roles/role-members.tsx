import { Group, Text, Tooltip } from '@mantine/core';
import type { Role } from '../../app/roles.js';
import { useMay } from '../../app/session.js';
import { useWords } from './roles.words.js';
import { Initials } from '../../parts/initials.js';
import { AnchorLink } from '../../parts/links.js';

/** Members that are shown one by one; the others are counted. */
const SHOWN = 4;

/** Who has a role: initials, the name when pointed at, the profile by a click. Invited people are not among them (RP-19). */
export function RoleMembers({ role }: { role: Role }) {
  const say = useWords();
  const may = useMay();
  const { members, memberCount, name } = role;
  if (memberCount === 0) {
    return (
      <Text c="dimmed" size="xs">
        {say('nobody')}
      </Text>
    );
  }
  const shown = members.slice(0, SHOWN);
  const more = memberCount - shown.length;
  const hasProfiles = may('members:view');
  return (
    <Group gap={4} wrap="nowrap">
      {shown.map((member) => (
        <Tooltip key={member.id} label={member.name} withArrow>
          <span>
            <Initials
              name={member.name}
              label={member.name}
              memberId={hasProfiles ? member.id : undefined}
              initials={member.initials}
            />
          </span>
        </Tooltip>
      ))}
      {more > 0 && (
        <AnchorLink
          to="/console/users"
          search={{ role: [role.id] }}
          size="xs"
          ms="xs"
          aria-label={say('moreMembers', { count: more, role: name })}
        >
          {say('more', { count: more })}
        </AnchorLink>
      )}
    </Group>
  );
}

import { Button, getTreeExpandedState, Skeleton, Text, Tree, useTree, type TreeNodeData } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useCustomRoles } from '../../app/custom-roles.js';
import { useMay } from '../../app/session.js';
import { Page } from '../../parts/page.js';
import { Problem } from '../../parts/problem.js';
import { MoveRole } from './move-role.js';
import { treeQuery, type RoleNode } from './role-chart.js';
import { useWords } from './role-chart.words.js';
import { RoleNodeRow } from './role-node-row.js';

/** The roles as a tree: who is above whom (UI-12). */
export function RoleChartScreen() {
  const say = useWords();
  const { data, error } = useQuery(treeQuery);
  return (
    <Page
      title={say('title')}
      actions={
        <Button variant="default" renderRoot={(props) => <Link {...props} to="/console/roles" />}>
          {say('list')}
        </Button>
      }
    >
      <Text c="dimmed">{say('explained')}</Text>
      <Problem error={error} />
      {!data && !error && <Skeleton height={220} role="status" aria-label={say('loading')} />}
      {data?.root && <RoleChart root={data.root} />}
    </Page>
  );
}

function RoleChart({ root }: { root: RoleNode }) {
  const say = useWords();
  const may = useMay();
  const canMove = useCustomRoles() === 'on' && may('roles:edit');
  const [moving, setMoving] = useState<RoleNode>();
  // The same list while nothing has changed: the tree would forget what is open.
  const data = useMemo(() => [nodeData(root)], [root]);
  const tree = useTree({ initialExpandedState: getTreeExpandedState(data, '*') });
  const nodes = new Map(flat(root).map((node) => [node.id, node]));
  const focusAfterMove = useFocusAfterMove(root);
  return (
    <>
      <Tree
        data={data}
        tree={tree}
        aria-label={say('tree')}
        renderNode={({ node, elementProps, hasChildren, expanded }) => {
          const role = nodes.get(node.value);
          if (!role) return null;
          // A role that comes with the product stays where it is.
          const isOwn = role.slug === null;
          return (
            <RoleNodeRow
              role={role}
              isExpanded={hasChildren ? expanded : undefined}
              elementProps={elementProps}
              {...(canMove && isOwn && { onMove: () => setMoving(role) })}
            />
          );
        }}
      />
      {moving && (
        <MoveRole
          role={moving}
          roles={[...nodes.values()]}
          onClose={() => setMoving(undefined)}
          onMoved={() => {
            focusAfterMove(moving.id);
            setMoving(undefined);
          }}
        />
      )}
    </>
  );
}

const nodeData = ({ id, name, roles }: RoleNode): TreeNodeData => ({
  value: id,
  label: name,
  children: roles.map(nodeData),
});

const flat = (node: RoleNode): RoleNode[] => [node, ...node.roles.flatMap(flat)];

/** A role that has moved is drawn again in its new place, and takes the focus there. */
function useFocusAfterMove(root: RoleNode): (roleId: string) => void {
  const moved = useRef<string>(undefined);
  useEffect(() => {
    if (!moved.current) return;
    document.getElementById(`node-${moved.current}`)?.focus();
    moved.current = undefined;
  }, [root]);
  return (roleId) => {
    moved.current = roleId;
  };
}

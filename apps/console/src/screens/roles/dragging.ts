import {
  Accessibility,
  StyleInjector,
  type DragEndEvent,
  type Draggable,
  type DragOverEvent,
  type DragStartEvent,
  type Droppable,
} from '@dnd-kit/dom';
import type { DragDropProvider } from '@dnd-kit/react';
import { useState, type ComponentProps } from 'react';
import { nonce } from '../../app/nonce.js';
import { useWords } from './roles.words.js';

type Plugins = ComponentProps<typeof DragDropProvider>['plugins'];

/** Dragging says in words what happens, by the names of the roles, and keeps to the content security policy. */
export function useDragging(): Plugins {
  const say = useWords();
  const [plugins] = useState((): Plugins => (usual) => [
    ...usual,
    StyleInjector.configure({ nonce }),
    Accessibility.configure({
      screenReaderInstructions: { draggable: say('dragHow') },
      announcements: {
        dragstart: ({ operation: { source } }: DragStartEvent) =>
          source ? say('picked', { role: nameOf(source) }) : undefined,
        dragover: ({ operation: { source, target } }: DragOverEvent) =>
          source && target ? say('over', { role: nameOf(source), other: nameOf(target) }) : undefined,
        dragend: ({ operation: { source }, canceled }: DragEndEvent) =>
          source && canceled ? say('back', { role: nameOf(source) }) : undefined,
      },
    }),
  ]);
  return plugins;
}

const nameOf = ({ data }: Draggable | Droppable): string => String(data['name'] ?? '');

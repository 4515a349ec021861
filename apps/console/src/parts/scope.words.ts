import { words } from '../app/words.js';

const catalogue = {
  own: 'Their own',
  sameRole: 'Those of people with the same role',
  subordinate: 'Those of people below them',
  team: 'Those of people on their teams',
  unowned: 'Those that nobody owns',
  all: 'All',
} as const;

const useWords = words('held-scope', catalogue);

/** Says which records a grant reaches. */
export function useScopeWords(): (scope: string) => string {
  const say = useWords();
  return (scope) => (Object.hasOwn(catalogue, scope) ? say(scope as keyof typeof catalogue) : scope);
}

import { words } from './words.js';

const catalogue = {
  none: 'None',
  own: 'Me',
  'own sameRole': 'Me and my roles',
  'own subordinate': 'Me and my subordinates',
  'own sameRole subordinate': 'Me, my roles and my subordinates',
  all: 'All',
  me: 'me',
  sameRole: 'my roles',
  subordinate: 'my subordinates',
  team: 'my teams',
  unowned: 'nobody’s',
  and: '{{first}} and {{last}}',
} as const;

const useWords = words('scope', catalogue);

/** Says whose records a scope reaches, as the product does: "Me and my subordinates". */
export function useScopeWords(): (scope: readonly string[]) => string {
  const say = useWords();
  return (scope) => {
    if (scope.includes('all')) return say('all');
    const whole = scope.length === 0 ? 'none' : scope.join(' ');
    if (Object.hasOwn(catalogue, whole)) return say(whole as keyof typeof catalogue);
    const parts = scope.map((name) => (name === 'own' ? say('me') : say(name as keyof typeof catalogue)));
    const last = parts.pop() ?? '';
    const joined = parts.length > 0 ? say('and', { first: parts.join(', '), last }) : last;
    return joined.charAt(0).toUpperCase() + joined.slice(1);
  };
}

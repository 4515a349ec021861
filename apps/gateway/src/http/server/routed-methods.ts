import type { FastifyInstance } from 'fastify';

/** The methods of each path of a server, to say which there are where one is asked for that is not there. */
export class RoutedMethods {
  private readonly methods = new Map<string, Set<string>>();

  /** Notes the routes that the server gets from now on. */
  static of(server: FastifyInstance): RoutedMethods {
    const routed = new RoutedMethods();
    server.addHook('onRoute', ({ url, method }) => {
      const methods = routed.methods.get(url) ?? new Set();
      for (const each of [method].flat()) methods.add(each);
      routed.methods.set(url, methods);
    });
    return routed;
  }

  /** The methods that the path of a request has; none where there is no such path. */
  at(url: string): string[] {
    const path = pathOf(url).split('/');
    const found = [...this.methods].filter(([pattern]) => matches(pattern.split('/'), path));
    return [...new Set(found.flatMap(([, methods]) => [...methods]))].sort();
  }
}

function pathOf(url: string): string {
  const path = url.split('?', 1)[0] ?? '';
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}

function matches(pattern: readonly string[], path: readonly string[]): boolean {
  if (pattern.at(-1) === '*')
    return path.length >= pattern.length && matches(pattern.slice(0, -1), path.slice(0, pattern.length - 1));
  if (pattern.length !== path.length) return false;
  return pattern.every((word, at) => (word.startsWith(':') ? path[at] !== '' : word === path[at]));
}

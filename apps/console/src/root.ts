import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext } from '@tanstack/react-router';
import { NotFound } from './app/states.js';

/** All pages are below it. */
export const root = createRootRouteWithContext<{ queries: QueryClient }>()({ notFoundComponent: NotFound });

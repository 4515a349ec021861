// First: it takes the token of a mailed link out of the address.
import './app/arrival.js';
import '@mantine/core/styles.css';
import './app/global.css';
import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { isRefusal } from './api/problem.js';
import { brand } from './app/brand.js';
import { keepFocus } from './app/keep-focus.js';
import { nonce } from './app/nonce.js';
import { queries, router } from './router.js';
import { themeFor, variables } from './app/theme.js';

keepFocus();

const theme = await themeFor(brand.color);

/** What the API has refused is on the page by then. Everything else that a page stumbles over is a fault of its script. */
const onCaughtError = (error: unknown): void => {
  if (!isRefusal(error)) reportError(error);
};

createRoot(document.getElementById('root') as HTMLElement, { onCaughtError }).render(
  <StrictMode>
    <MantineProvider
      theme={theme}
      cssVariablesResolver={variables}
      defaultColorScheme="auto"
      getStyleNonce={() => nonce}
    >
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);

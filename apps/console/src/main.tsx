// First: it takes the token of a mailed link out of the address.
import './app/arrival.js';
import '@mantine/core/styles.css';
import './app/global.css';
import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { brand } from './app/brand.js';
import { keepFocus } from './app/keep-focus.js';
import { nonce } from './app/nonce.js';
import { queries, router } from './router.js';
import { themeFor, variables } from './app/theme.js';

keepFocus();

const theme = await themeFor(brand.color);

createRoot(document.getElementById('root') as HTMLElement).render(
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

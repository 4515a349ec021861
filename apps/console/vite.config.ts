import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** Where `npm run dev` finds the gateway. */
const GATEWAY = process.env['ROSTER_URL'] ?? 'http://localhost:3000';

/** What the gateway answers itself. All other paths are pages of the console. */
const GATEWAYS = String.raw`^/(?:(?:v1|access|\.well-known|health|docs|openapi\.json|pages/logo)(?:[/?]|$)|\?|$)`;

export default defineConfig({
  base: '/console/',
  plugins: [react(), arrivalFirst(), precompressed(), pagesAtTheRoot()],
  // The gateway puts another nonce there for each request (`apps/gateway/src/routes/console`).
  html: { cspNonce: '{{nonce}}' },
  build: {
    outDir: 'dist',
    // The content security policy allows no `data:` addresses.
    assetsInlineLimit: 0,
    sourcemap: false,
    rolldownOptions: {
      output: {
        // What every page needs is one file: in a dozen small ones it compresses worse by some kilobytes.
        codeSplitting: {
          groups: [
            {
              name: 'frame',
              test: /node_modules[\\/](?:react|react-dom|scheduler|react-i18next|i18next|openapi-fetch|@tanstack)[\\/]/,
            },
          ],
        },
      },
    },
  },
  server: { proxy: { [GATEWAYS]: { target: GATEWAY, changeOrigin: false } } },
});

/**
 * Has the browser run `app/arrival.ts` as soon as it has that small file, which takes the token of a mailed link out of the
 * address: imported by the rest alone, it would wait until all of that is there.
 */
function arrivalFirst(): Plugin {
  const id = join(import.meta.dirname, 'src/app/arrival.ts');
  return {
    name: 'arrival-first',
    apply: 'build',
    buildStart() {
      this.emitFile({ type: 'chunk', id, name: 'arrival', preserveSignature: false });
    },
    transformIndexHtml: {
      order: 'post',
      handler(_, { bundle = {} }) {
        const made = Object.values(bundle).find((file) => file.type === 'chunk' && file.facadeModuleId === id);
        if (!made) throw new Error('The build has no chunk of app/arrival.ts');
        const attrs = { type: 'module', async: true, src: `/console/${made.fileName}` };
        return [{ tag: 'script', attrs, injectTo: 'head-prepend' }];
      },
    },
  };
}

/** Puts compressed copies beside the files, so that the gateway need not compress them for each request. */
function precompressed(): Plugin {
  return {
    name: 'precompressed',
    apply: 'build',
    async writeBundle({ dir = 'dist' }) {
      const assets = join(dir, 'assets');
      await Promise.all(
        (await readdir(assets)).map(async (name) => {
          const file = join(assets, name);
          const content = await readFile(file);
          await writeFile(`${file}.br`, await promisify(brotliCompress)(content));
          await writeFile(`${file}.gz`, await promisify(gzip)(content, { level: 9 }));
        }),
      );
    },
  };
}

/** While the console is being edited: the pages behind mailed links are not below `/console`. */
function pagesAtTheRoot(): Plugin {
  return {
    name: 'pages-at-the-root',
    apply: 'serve',
    configureServer({ middlewares }) {
      middlewares.use((request, _, next) => {
        const { url = '/' } = request;
        if (!new RegExp(GATEWAYS).test(url) && !url.startsWith('/console/')) request.url = '/console/';
        next();
      });
    },
    transformIndexHtml: { order: 'pre', handler: (html) => html.replace('{{title}}', 'Roster') },
  };
}

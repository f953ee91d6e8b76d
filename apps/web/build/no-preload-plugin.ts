import type { Plugin } from 'vite'

/**
 * Leaves out what Vite puts around each `import()`: it would fetch a chunk's styles and its neighbours ahead, and here all styles are in
 * one file and no chunk that is loaded on use has neighbours worth a request of their own.
 */
export function noPreload(): Plugin {
  return {
    name: 'confab-no-preload',
    apply: 'build',
    enforce: 'pre',
    load: {
      filter: { id: /vite\/preload-helper/ },
      handler: () => 'export const __vitePreload = (load) => load()',
    },
  }
}

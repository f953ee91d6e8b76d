import type { Plugin } from 'vite'

/** Asks again for a chunk that did not come, for about a minute: a line that is down may be back by then. */
const LOADING = `
export async function __vitePreload(load) {
  for (let waitMs = 500; ; waitMs *= 2) {
    try {
      return await load()
    } catch (error) {
      if (waitMs > 32e3) throw error
      await new Promise((resolve) => setTimeout(resolve, waitMs))
    }
  }
}`

/**
 * Takes the place of what Vite puts around each `import()`. That would fetch a chunk's styles and its neighbours ahead, and here all
 * styles are in one file and no chunk that is loaded on use has neighbours worth a request of their own.
 */
export function noPreload(): Plugin {
  return {
    name: 'confab-no-preload',
    apply: 'build',
    enforce: 'pre',
    load: {
      filter: { id: /vite\/preload-helper/ },
      handler: () => LOADING,
    },
  }
}

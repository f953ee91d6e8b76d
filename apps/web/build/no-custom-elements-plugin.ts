import type { Plugin } from 'vite'

/**
 * Leaves out how Svelte makes custom elements, and the older ways they stand on: none are made here, but their module
 * looks as if it did something by itself, and so every page would carry them (some 2 kB of gzip).
 */
export function noCustomElements(): Plugin {
  return {
    name: 'confab-no-custom-elements',
    apply: 'build',
    transform(code, id) {
      const isTheirs = /\/svelte\/src\/internal\/client\/dom\/elements\/custom-element\.js$/.test(id)
      return isTheirs ? { code, map: null, moduleSideEffects: false } : null
    },
  }
}

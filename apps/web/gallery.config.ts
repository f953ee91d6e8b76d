import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vite'
import { emoji } from './build/emoji-plugin.ts'

// The gallery, built by itself where the tests of its pictures find it; nothing of it is in the app.
export default defineConfig({
  plugins: [emoji(), svelte()],
  build: {
    target: ['chrome123', 'firefox128', 'safari17.5'],
    outDir: 'test-results/gallery',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 2_000,
    rolldownOptions: { input: 'src/gallery/index.html' },
  },
})

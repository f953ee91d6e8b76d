import { svelte } from '@sveltejs/vite-plugin-svelte'
import { playwright } from '@vitest/browser-playwright'
import { defineConfig } from 'vitest/config'
import { deployable } from './build/deployable-plugin.ts'
import { emoji } from './build/emoji-plugin.ts'
import { noCustomElements } from './build/no-custom-elements-plugin.ts'
import { noPreload } from './build/no-preload-plugin.ts'
import { readyMadeChecks } from './build/ready-made-checks-plugin.ts'

const devServer = process.env.CONFAB_DEV_SERVER ?? 'http://localhost:3000'

export default defineConfig({
  plugins: [readyMadeChecks(), noCustomElements(), noPreload(), emoji(), svelte(), deployable()],
  // What the app is written for: light-dark(), popover, dialog, oklch and nesting, all untranslated.
  build: {
    target: ['chrome123', 'firefox128', 'safari17.5'],
    // data: URIs would need a hole in the content security policy.
    assetsInlineLimit: 0,
    modulePreload: false,
    cssCodeSplit: false,
    // All that a page needs at once in one file: torn into small ones for the sake of what is loaded later, it packs worse.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'start', tags: ['$initial'] }] } } },
  },
  server: {
    proxy: {
      '/ws': { target: devServer, ws: true },
      '/healthz': { target: devServer },
      '/uploads': { target: devServer },
      '/files': { target: devServer },
      '/handoffs': { target: devServer },
      '/reports': { target: devServer },
      '/exports': { target: devServer },
      '/account': { target: devServer },
      '/sign-in': { target: devServer },
      '/about': { target: devServer },
      '/rooms': { target: devServer },
    },
  },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          environment: 'node',
          setupFiles: ['src/words/testing/english.ts'],
          include: ['src/**/*.test.ts', 'build/**/*.test.ts', 'service-worker/**/*.test.ts'],
          exclude: ['**/*.svelte.test.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['src/**/*.svelte.test.ts'],
          setupFiles: ['src/words/testing/english.ts'],
          // What is loaded when first used takes a busy machine its time.
          expect: { poll: { timeout: 15_000 } },
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: {
                executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
                args: [
                  '--no-sandbox',
                  '--disable-background-networking',
                  '--disable-component-update',
                  '--disable-sync',
                ],
              },
            }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
})

import { defineConfig } from '@playwright/test'

/** Pictures of the gallery, beside those that were taken before: `pnpm pictures` takes them anew. */
export default defineConfig({
  testDir: 'pictures',
  testMatch: '**/*.pictures.ts',
  globalSetup: './pictures/build-gallery.ts',
  globalTeardown: './pictures/squeeze.ts',
  outputDir: 'test-results/pictures',
  snapshotPathTemplate: '{testDir}/taken/{arg}{ext}',
  // A picture that is missing has not been looked at by anybody.
  updateSnapshots: 'none',
  fullyParallel: true,
  workers: 2,
  retries: 0,
  timeout: 300_000,
  // A machine with other things to do takes its time over two equal pictures.
  expect: { timeout: 15_000 },
  forbidOnly: Boolean(process.env.CI),
  reporter: [['list'], ['json', { outputFile: 'test-results/pictures.json' }]],
  use: {
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        // Letters and colours by themselves, not as this machine's screen and settings would have them.
        '--font-render-hinting=none',
        '--disable-lcd-text',
        '--force-color-profile=srgb',
      ],
    },
    deviceScaleFactor: 1,
    locale: 'en-GB',
    timezoneId: 'UTC',
    contextOptions: { reducedMotion: 'reduce' },
  },
})

import { defineConfig } from '@playwright/test'

/** The same tests, on one server or on three nodes. */
const kind = process.env.CONFAB_E2E === 'cluster' ? 'e2e-cluster' : 'e2e'

export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.e2e.ts',
  outputDir: `test-results/${kind}`,
  // What says nothing about nodes need not be seen twice.
  ...(kind === 'e2e-cluster' ? { globalSetup: './e2e/cluster.ts', grepInvert: /@alone/ } : {}),
  fullyParallel: true,
  // Two cores: one world each. What passes only at the second try has failed.
  workers: 2,
  retries: 0,
  timeout: 120_000,
  // After an absence a client may wait half a minute before it tries again.
  expect: { timeout: 35_000 },
  forbidOnly: Boolean(process.env.CI),
  reporter: [['list'], ['json', { outputFile: `test-results/${kind}.json` }]],
  use: {
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        // A name in a network without certificates, as people have at home.
        '--host-resolver-rules=MAP confab.test 127.0.0.1',
      ],
    },
    locale: 'en-GB',
    // Watching every step takes as long as the steps.
    trace: process.env.CONFAB_TRACE ? 'retain-on-failure' : 'off',
  },
})

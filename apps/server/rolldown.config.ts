import { readdirSync, readFileSync } from 'node:fs'
import { defineConfig, type RolldownOptions } from 'rolldown'

const STORES = ['sqlite', 'postgres']

// A flat bundle: the server, and the threads it starts for the database (src/store/sqlite/files.ts finds both ways).
// Packages of this repository go in, and what they bring with them: typebox is the protocol's, markdown-it and what it is made of that of
// packages/markdown. The rest from npm stays outside.
const OURS =
  /^(\.|\/|@confab\/|(typebox|markdown-it|argparse|entities|linkify-it|mdurl|punycode\.js|uc\.micro)(\/|$))/
const common = {
  platform: 'node',
  external: (id) => !OURS.test(id),
} satisfies RolldownOptions

const output = { dir: 'dist', format: 'esm', sourcemap: true } as const

export default defineConfig([
  {
    ...common,
    input: { main: 'src/main.ts' },
    output: { ...output, cleanDir: true },
    plugins: [
      {
        name: 'migrations',
        generateBundle() {
          for (const store of STORES) {
            const directory = new URL(`./src/store/${store}/migrations/`, import.meta.url)
            for (const name of readdirSync(directory))
              this.emitFile({
                type: 'asset',
                fileName: `migrations/${store}/${name}`,
                source: readFileSync(new URL(name, directory), 'utf8'),
              })
          }
        },
      },
    ],
  },
  // Each thread a bundle of its own: what it shares with the server would otherwise drag the whole protocol into the thread.
  { ...common, input: { 'sqlite-worker': 'src/store/sqlite/sqlite-worker.ts' }, output },
  { ...common, input: { 'long-work-thread': 'src/store/sqlite/long-work-thread.ts' }, output },
  { ...common, input: { 'inspection-process': 'src/files/inspection-process.ts' }, output },
])

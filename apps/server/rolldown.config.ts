import { readdirSync, readFileSync } from 'node:fs'
import { defineConfig } from 'rolldown'

const MIGRATIONS = new URL('./src/store/sqlite/migrations/', import.meta.url)

// A flat bundle: the server, and the threads it starts for the database (src/store/sqlite/files.ts finds both ways).
// Packages of this repository go in, and typebox with them: it is the protocol's, not the server's. The rest from npm stays outside.
export default defineConfig({
  input: {
    main: 'src/main.ts',
    'sqlite-worker': 'src/store/sqlite/sqlite-worker.ts',
    'long-work-thread': 'src/store/sqlite/long-work-thread.ts',
  },
  platform: 'node',
  external: (id) => !/^(\.|\/|@confab\/|typebox(\/|$))/.test(id),
  output: { dir: 'dist', format: 'esm', sourcemap: true, cleanDir: true },
  plugins: [
    {
      name: 'migrations',
      generateBundle() {
        for (const name of readdirSync(MIGRATIONS))
          this.emitFile({
            type: 'asset',
            fileName: `migrations/sqlite/${name}`,
            source: readFileSync(new URL(name, MIGRATIONS), 'utf8'),
          })
      },
    },
  ],
})

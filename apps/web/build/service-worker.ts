import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { build, type Rolldown } from 'vite'

const SOURCE = resolve(import.meta.dirname, '../service-worker/service-worker.ts')

/** What few need, or only one of many languages each: kept once somebody has loaded it. */
const ON_DEMAND = /\/(emojibase-data|highlight\.js\/lib\/languages)\/|\/emoji\/data\/|\/gallery\//

/** Files beside the assets that belong to the app. */
const LASTING = [
  '/favicon.svg',
  '/favicon-unread.svg',
  '/favicon-mention.svg',
  '/icon.svg',
  '/icon-192.png',
  '/icon-512.png',
  '/manifest.webmanifest',
]

/** The files of a build that are kept for everybody as soon as there is a worker. */
export function filesToKeep(bundle: Rolldown.OutputBundle): string[] {
  const assets = Object.values(bundle).filter((file) => {
    if (!/^assets\/.*\.(js|css)$/.test(file.fileName)) return false
    return file.type !== 'chunk' || !file.moduleIds.some((id) => ON_DEMAND.test(id))
  })
  return [...assets.map(({ fileName }) => `/${fileName}`).sort(), ...LASTING]
}

/** Builds the worker into `dist`. `alsoKept` are files that were built apart. Its name tells this build from others: any change of page or files makes another. */
export async function buildServiceWorker(
  dist: string,
  bundle: Rolldown.OutputBundle,
  alsoKept: readonly string[],
): Promise<void> {
  const files = [...alsoKept, ...filesToKeep(bundle)]
  const hash = createHash('sha256')
  for (const path of ['/index.html', ...LASTING]) hash.update(readFileSync(join(dist, path)))
  hash.update(files.join(' '))
  await build({
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    define: { BUILD: JSON.stringify({ name: hash.digest('hex').slice(0, 12), files }) },
    build: {
      outDir: dist,
      emptyOutDir: false,
      target: 'es2022',
      modulePreload: false,
      rolldownOptions: {
        input: SOURCE,
        // A classic script: not every browser runs a worker of modules.
        output: { format: 'iife', entryFileNames: 'service-worker.js' },
      },
    },
  })
}

import { resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Plugin, Rolldown } from 'vite'
import { buildAhead } from './ahead.ts'
import { makeDeployable } from './deployable.ts'
import { parseServerOrigin } from './security-headers.ts'
import { buildServiceWorker } from './service-worker.ts'

/** Script that somebody with a link waits for before they read, in bytes of gzip: what it should be at most, and what a build does not exceed. */
const JOIN_PATH_BYTES_GOAL = 70_000
const JOIN_PATH_BYTES_MAX = 76_000

/** Finishes a production build: checks the weight of the way into a room and makes `dist` ready to be served. */
export function deployable(): Plugin {
  let dist = ''
  let bundle: Rolldown.OutputBundle = {}
  return {
    name: 'confab-deployable',
    apply: 'build',
    configResolved(config) {
      dist = resolve(config.root, config.build.outDir)
    },
    writeBundle(_options, written) {
      bundle = written
    },
    async closeBundle() {
      const bytes = joinPathBytes(bundle)
      const isAbove = bytes > JOIN_PATH_BYTES_GOAL ? `, above its goal of ${JOIN_PATH_BYTES_GOAL / 1000}` : ''
      this.info(`Script on the way into a room: ${(bytes / 1000).toFixed(1)} kB gzip${isAbove}.`)
      if (bytes === 0) this.error('Nothing is on the way into a room: the page names no script.')
      if (bytes > JOIN_PATH_BYTES_MAX)
        this.error(`Above the ${JOIN_PATH_BYTES_MAX / 1000} kB that this way may weigh.`)
      const ahead = await buildAhead(dist, bundle)
      await buildServiceWorker(dist, bundle, [ahead])
      makeDeployable(dist, parseServerOrigin(process.env.CONFAB_SERVER_URL ?? ''))
    },
  }
}

/**
 * What the page names, the screens a link leads to, and all they import at once, with the heaviest of the languages, of which one is loaded.
 * What is loaded on first use is not on the way.
 */
function joinPathBytes(bundle: Rolldown.OutputBundle): number {
  const onTheWay = new Set<string>()
  const walk = (fileName: string) => {
    const chunk = bundle[fileName]
    if (chunk?.type !== 'chunk' || onTheWay.has(fileName)) return
    onTheWay.add(fileName)
    for (const imported of chunk.imports) walk(imported)
  }
  const page = bundle['index.html']
  const html = page?.type === 'asset' ? String(page.source) : ''
  for (const chunk of Object.values(bundle)) {
    if (chunk.type !== 'chunk') continue
    const isScreen = /\/screens\/(Door|Room)Screen/.test(chunk.facadeModuleId ?? '')
    if (html.includes(chunk.fileName) || isScreen) walk(chunk.fileName)
  }
  let bytes = 0
  for (const fileName of onTheWay) bytes += bytesOf(bundle[fileName])
  const languages = Object.values(bundle).filter(
    (chunk) => chunk.type === 'chunk' && /\/words\/[a-z]+\.ts$/.test(chunk.facadeModuleId ?? ''),
  )
  return bytes === 0 ? 0 : bytes + Math.max(...languages.map(bytesOf))
}

function bytesOf(chunk: Rolldown.OutputBundle[string] | undefined): number {
  return chunk?.type === 'chunk' ? gzipSync(chunk.code, { level: 9 }).length : 0
}

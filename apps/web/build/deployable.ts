import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { cacheControl, type SecurityHeaders, securityHeaders } from './security-headers.ts'

const SERVER_META = /(<meta name="confab-server" content=")[^"]*(")/

/** The page with its server's address written in; empty is the page's own origin. Throws when it has no place for it. */
export function withServer(html: string, serverOrigin: string | null): string {
  if (!SERVER_META.test(html)) throw new Error('This page has no <meta name="confab-server">.')
  return html.replace(
    SERVER_META,
    (_, before: string, after: string) => before + (serverOrigin ?? '') + after,
  )
}

/** The headers as Netlify, Cloudflare Pages and others read them from a file named `_headers`. */
export function headersFile(headers: SecurityHeaders): string {
  const lines = Object.entries(headers).map(([name, value]) => `  ${name}: ${value}`)
  // A rule that matches adds to the one before; only `!` takes a header back.
  return [
    '/*',
    ...lines,
    `  Cache-Control: ${cacheControl('/')}`,
    '/assets/*',
    '  ! Cache-Control',
    `  Cache-Control: ${cacheControl('/assets/')}`,
    '',
  ].join('\n')
}

/** Makes a built app ready to be served by anybody: points it at its server and writes headers, redirects and packed copies. */
export function makeDeployable(dist: string, serverOrigin: string | null): void {
  const headers = securityHeaders({ serverOrigin })
  const page = withServer(readFileSync(join(dist, 'index.html'), 'utf8'), serverOrigin)
  writeFileSync(join(dist, 'index.html'), page)
  // Hosts without redirects answer an unknown path with 404.html: the same page reads the address itself.
  writeFileSync(join(dist, '404.html'), page)
  writeFileSync(join(dist, '_redirects'), '/r/* /index.html 200\n')
  writeFileSync(join(dist, '_headers'), headersFile(headers))
  writeFileSync(join(dist, 'security-headers.json'), `${JSON.stringify(headers, null, 2)}\n`)
  markWorker(dist, page)
  precompress(dist)
}

/** A worker that is the same to the byte is not looked at again by browsers, so it says which page it keeps. */
function markWorker(dist: string, page: string): void {
  const path = join(dist, 'service-worker.js')
  if (!existsSync(path)) return
  const code = readFileSync(path, 'utf8').replace(/\n\/\/ page .*\n$/, '')
  const mark = createHash('sha256').update(page).digest('hex').slice(0, 12)
  writeFileSync(path, `${code}\n// page ${mark}\n`)
}

const TEXT = /\.(html|js|css|svg|json|webmanifest|txt|map)$/

/** Writes a `.br` and a `.gz` beside each text file, so that no server has to pack while people wait. */
function precompress(dist: string): void {
  for (const file of filesOf(dist)) {
    if (/\.(br|gz)$/.test(file)) rmSync(file)
  }
  for (const file of filesOf(dist)) {
    if (!TEXT.test(file)) continue
    const bytes = readFileSync(file)
    const quality = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY }
    writeFileSync(`${file}.br`, brotliCompressSync(bytes, { params: quality }))
    writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }))
  }
}

function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
}

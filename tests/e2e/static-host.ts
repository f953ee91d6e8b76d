import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { extname, join, resolve } from 'node:path'
import { promisify } from 'node:util'

const WEB = resolve(import.meta.dirname, '../../apps/web')

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.webmanifest': 'application/manifest+json',
}

/** One rule of a `_headers` file: which paths, what they get, and what is taken back from the rules before. */
type HeaderRule = { pattern: RegExp; set: [string, string][]; unset: string[] }

/** A host that knows nothing of Confab: files, and the headers and redirects that are written beside them. */
export class StaticHost {
  readonly #folder: string
  readonly #listener: Server
  #headers: HeaderRule[] = []
  #redirects: { pattern: RegExp; to: string }[] = []

  private constructor(folder: string) {
    this.#folder = folder
    this.#listener = createServer((request, response) => {
      const path = new URL(request.url ?? '/', 'http://host').pathname
      const file = this.#fileOf(path)
      for (const [name, value] of this.#headersOf(path)) response.setHeader(name, value)
      if (!file) {
        response.writeHead(404).end()
        return
      }
      response.setHeader('content-type', TYPES[extname(file)] ?? 'application/octet-stream')
      response.end(readFileSync(file))
    })
  }

  /** A copy of the built app on a host of its own, which still has to be pointed at a server. */
  static async start(): Promise<StaticHost> {
    const folder = await mkdtemp(join(tmpdir(), 'confab-host-'))
    await cp(join(WEB, 'dist'), join(folder, 'dist'), { recursive: true })
    await cp(join(WEB, 'build'), join(folder, 'build'), { recursive: true })
    const host = new StaticHost(folder)
    host.#listener.listen(0, '127.0.0.1')
    await once(host.#listener, 'listening')
    return host
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#listener.address() as AddressInfo).port}`
  }

  /** Points the app at a server with the project's own script, and reads what it wrote for hosts like this one. */
  async pointAt(serverOrigin: string): Promise<void> {
    await promisify(execFile)(process.execPath, [join(this.#folder, 'build/point-at.ts'), serverOrigin])
    this.#headers = parseHeaders(this.#read('_headers'))
    this.#redirects = this.#read('_redirects')
      .split('\n')
      .flatMap((line) => {
        const [from, to, status] = line.split(/\s+/)
        return from && to && status === '200' ? [{ pattern: patternOf(from), to }] : []
      })
  }

  /** Puts another build of the app here: the same, but for its name and a word in its page. Then it is pointed at the server again. */
  async release(word: string, serverOrigin: string): Promise<void> {
    const change = (name: string, from: RegExp, to: string) => {
      const text = this.#read(name)
      if (!from.test(text)) throw new Error(`${name} has no ${from}.`)
      writeFileSync(join(this.#folder, 'dist', name), text.replace(from, to))
    }
    change('index.html', /(name="description" content=")/, `$1${word} `)
    change('service-worker.js', /(name:[`"'])[0-9a-f]{12}/, `$1${word}`)
    await this.pointAt(serverOrigin)
  }

  async stop(): Promise<void> {
    this.#listener.closeAllConnections()
    this.#listener.close()
    await rm(this.#folder, { recursive: true, force: true })
  }

  #read(name: string): string {
    return readFileSync(join(this.#folder, 'dist', name), 'utf8')
  }

  #fileOf(path: string): string | null {
    const asked = join(this.#folder, 'dist', path === '/' ? 'index.html' : path)
    if (existsSync(asked)) return asked
    const redirect = this.#redirects.find(({ pattern }) => pattern.test(path))
    return redirect ? join(this.#folder, 'dist', redirect.to) : null
  }

  #headersOf(path: string): Map<string, string> {
    const headers = new Map<string, string>()
    for (const { pattern, set, unset } of this.#headers) {
      if (!pattern.test(path)) continue
      for (const name of unset) headers.delete(name)
      for (const [name, value] of set) headers.set(name, value)
    }
    return headers
  }
}

function parseHeaders(text: string): HeaderRule[] {
  const rules: HeaderRule[] = []
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue
    const rule = rules.at(-1)
    const [, taken] = /^\s+!\s*(\S+)/.exec(line) ?? []
    const [, name, value] = /^\s+([\w-]+):\s*(.*)$/.exec(line) ?? []
    if (!/^\s/.test(line)) rules.push({ pattern: patternOf(line.trim()), set: [], unset: [] })
    else if (taken) rule?.unset.push(taken.toLowerCase())
    else if (name && value) rule?.set.push([name.toLowerCase(), value])
  }
  return rules
}

/** `*` stands for anything, as these hosts have it. */
function patternOf(glob: string): RegExp {
  return new RegExp(`^${glob.split('*').map(RegExp.escape).join('.*')}$`)
}

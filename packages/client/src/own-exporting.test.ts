import { createIdentityToken, EXPORT_NEXT, EXPORT_REACHED } from '@confab/protocol'
import { expect, test } from 'vitest'
import { exportOwn, type OwnExportOptions, type OwnExportProgress } from './own-exporting.ts'

const token = createIdentityToken()
const FILM = 'film '.repeat(500)

type Server = {
  lines?: object[]
  /** How many bytes of a file come before each cut. */
  cuts?: number[]
  /** What is refused, by the beginning of its path. */
  refusals?: Record<string, [number, string]>
  /** Something in between knows no ranges. */
  isDeafToRanges?: boolean
}

/** A server that has the film, and whoever asks it and never waits. */
function aServer({ lines, cuts = [], refusals = {}, isDeafToRanges = false }: Server = {}) {
  const said = lines ?? [
    { kind: 'own-export', version: 1 },
    {
      kind: 'message',
      postedAt: 1e12,
      body: 'look',
      files: [{ fileId: 'film', path: 'files/film.mp4', bytes: 2_500 }],
    },
    { kind: 'end' },
  ]
  const asked: string[] = []
  const progress: OwnExportProgress[] = []
  let pauses = 0
  const answer = (
    text: string,
    from: number,
    cutAfter: number | undefined,
    headers: Record<string, string>,
  ) =>
    new Response(
      new ReadableStream<Uint8Array<ArrayBuffer>>({
        start(controller) {
          controller.enqueue(
            new TextEncoder().encode(text.slice(from, cutAfter === undefined ? undefined : from + cutAfter)),
          )
          if (cutAfter === undefined) controller.close()
        },
        pull: (controller) => controller.error(new TypeError('cut')),
      }),
      { headers, status: from > 0 ? 206 : 200 },
    )
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const { pathname, searchParams } = new URL(String(input))
    const range = new Headers(init?.headers).get('range')
    asked.push(`${pathname}${range ? ` ${range}` : ''}${searchParams.get('from') ?? ''}`)
    const refused = Object.entries(refusals).find(([path]) => pathname.startsWith(path))?.[1]
    if (refused) return new Response(JSON.stringify({ code: refused[1] }), { status: refused[0] })
    if (pathname.endsWith('film')) {
      const from = isDeafToRanges ? 0 : Number(/\d+/.exec(range ?? '0')?.[0])
      return answer(FILM, from, cuts.shift(), { [EXPORT_REACHED]: `${FILM.length}/${FILM.length}` })
    }
    if (pathname.endsWith('html')) return answer('<p>page</p>', 0, undefined, { [EXPORT_REACHED]: '9/9' })
    const first = said.slice(0, 1)
    const isFirst = searchParams.get('from') === null
    const text = (isFirst ? first : said.slice(1)).map((line) => `${JSON.stringify(line)}\n`).join('')
    return answer(text, 0, undefined, {
      [EXPORT_REACHED]: isFirst ? '1/9' : '9/9',
      ...(isFirst && { [EXPORT_NEXT]: '?next' }),
    })
  }
  const options: OwnExportOptions = {
    url: 'wss://chat.example.org/ws',
    token: () => token,
    speech: { language: 'de-AT', zone: 'Europe/Vienna' },
    onProgress: (now) => progress.push(now),
    onPause: (goOn) => {
      pauses += 1
      goOn()
    },
    fetch,
  }
  return { options, asked, progress, pauses: () => pauses }
}

/** The bytes of an archive as text: its files are in it as they are. */
const textOf = async (came: Awaited<ReturnType<typeof exportOwn>>) => (came.ok ? came.file.text() : came.code)

test('lines, files and the page come one after the other, and make one archive', async () => {
  const { options, asked, progress, pauses } = aServer()
  const archive = await textOf(await exportOwn(options))
  expect(asked).toEqual([
    '/account/export/json-lines',
    '/account/export/json-lines?next',
    '/account/export/files/film',
    '/account/export/html',
  ])
  for (const part of ['Confab.html', '<p>page</p>', 'Confab.jsonl', '"body":"look"', 'files/film.mp4', FILM])
    expect(archive).toContain(part)
  expect(new Set(progress.map(({ step }) => step))).toEqual(new Set(['lines', 'files', 'page']))
  const bytes = progress.map((now) => now.bytes)
  expect(bytes).toEqual(bytes.toSorted((a, b) => a - b))
  expect(pauses()).toBe(0)
})

test('a file that was cut goes on where it was, whatever was cut off; one in between that knows no ranges does no harm', async () => {
  const { options, asked, pauses } = aServer({ cuts: [700, 0, 900] })
  expect(await textOf(await exportOwn(options))).toContain(`files/film.mp4${FILM}`)
  expect(asked.slice(2, 6)).toEqual([
    '/account/export/files/film',
    ...[700, 700, 1_600].map((from) => `/account/export/files/film bytes=${from}-`),
  ])
  // Who got something asks again at once; who got nothing waits.
  expect(pauses()).toBe(1)
  const deaf = aServer({ cuts: [700], isDeafToRanges: true })
  expect(await textOf(await exportOwn(deaf.options))).toContain(`files/film.mp4${FILM}PK`)
})

test('a file that is gone meanwhile is left out; one who is signed out gets nothing', async () => {
  const gone = aServer({ refusals: { '/account/export/files': [410, 'gone'] } })
  const archive = await textOf(await exportOwn(gone.options))
  expect(archive).toContain('<p>page</p>')
  expect(archive).not.toContain('film film')
  const over = aServer({ refusals: { '/account/export/html': [403, 'forbidden'] } })
  expect(await textOf(await exportOwn(over.options))).toBe('forbidden')
})

test('[A99] a path that leads out of the archive is not followed, whatever server says it', async () => {
  const paths = [
    '../evil',
    'files/../evil',
    'files/..',
    '/etc/passwd',
    'files\\evil',
    'files/',
    'files/cod\u202egnp.exe',
    'files/a\u0000',
  ]
  const files = paths.map((path) => ({ fileId: 'film', path, bytes: 5 }))
  const { options, asked } = aServer({
    lines: [{ kind: 'own-export' }, { kind: 'message', postedAt: 1, files }],
  })
  expect((await exportOwn(options)).ok).toBe(true)
  expect(asked.filter((path) => path.includes('/files/'))).toEqual([])
})

test('who stops it gets nothing, and nobody is asked any more', async () => {
  const stop = new AbortController()
  const { options, asked } = aServer()
  const onProgress = ({ step }: OwnExportProgress) => step === 'files' && stop.abort()
  const came = await exportOwn({ ...options, signal: stop.signal, onProgress })
  expect(came).toEqual({ ok: false, code: 'cancelled' })
  expect(asked.at(-1)).toBe('/account/export/files/film')
})

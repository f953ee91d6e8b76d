import { readdirSync, readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { createChance } from '../simulation/chance.ts'
import type { Corpus } from './corpus.ts'
import { mutateRequest } from './mutate-request.ts'

/** Requests under way at the same time. */
const LANES = 24

/** How long an answer may take, in milliseconds: nothing more comes from our side, so there is nothing to wait for. */
const ANSWER_MS_MAX = 8_000

/** How long a first answer is waited for before it is said that no more will come, in milliseconds. */
const SILENCE_MS = 100

/** How long more of an answer is waited for, in milliseconds. */
const MORE_MS = 10

const FINDINGS_MAX = 10

/** One answer of a server. */
export type Response = { status: number; headers: string; body: Buffer }

/** What came of it. */
export type RequestAttackResult = {
  requests: number
  statuses: Map<string, number>
  longestAnswerMs: number
  findings: { what: string; at: number; request: string }[]
}

/** Sends this many hostile requests, and judges every answer by what the folder of the app holds. */
export async function attackRequests(
  port: number,
  corpus: Corpus,
  webDirectory: string,
  { requests, seed }: { requests: number; seed: number },
): Promise<RequestAttackResult> {
  const isServed = filesOf(webDirectory)
  const result: RequestAttackResult = { requests: 0, statuses: new Map(), longestAnswerMs: 0, findings: [] }

  async function send(request: Buffer, at: number): Promise<void> {
    const startedAt = performance.now()
    const answer = await askRaw(port, request)
    result.longestAnswerMs = Math.max(result.longestAnswerMs, performance.now() - startedAt)
    const responses = answer === null ? [] : readResponses(answer)
    const what =
      answer === null ? 'no end in time' : responses.map((one) => faultOf(one, isServed)).find(Boolean)
    for (const { status } of responses) count(String(status))
    if (responses.length === 0) count('none')
    if (what) result.findings.push({ what, at, request: request.toString('latin1') })
  }
  const count = (status: string) => result.statuses.set(status, (result.statuses.get(status) ?? 0) + 1)

  for (const { text } of corpus.found.requests) await send(Buffer.from(text, 'latin1'), -1)
  await Promise.all(
    Array.from({ length: LANES }, async () => {
      while (result.requests < requests && result.findings.length < FINDINGS_MAX) {
        const at = result.requests++
        const chance = createChance((seed * 1_000_003 + at) >>> 0)
        const request = chance.pick(corpus.requests)
        await send(mutateRequest(request, corpus.requests, chance.below(4), chance), at)
      }
    }),
  )
  return result
}

/** Raw bytes in, everything that comes back out; null when it does not end. */
export function askRaw(port: number, request: Buffer): Promise<Buffer | null> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    const socket = connect({ port, host: '127.0.0.1' })
    const timer = setTimeout(() => {
      resolve(null)
      socket.destroy()
    }, ANSWER_MS_MAX)
    // Nothing more will come: what waits for the rest of a request hears that there is none. Not at once, because who says that
    // they say no more gets no answer that is still being read from a disk.
    let saying = setTimeout(() => socket.end(), SILENCE_MS)
    socket.on('error', () => {})
    socket.on('data', (data: Buffer) => {
      chunks.push(data)
      clearTimeout(saying)
      saying = setTimeout(() => socket.end(), MORE_MS)
    })
    socket.on('close', () => {
      clearTimeout(timer)
      clearTimeout(saying)
      resolve(Buffer.concat(chunks))
    })
    socket.write(request)
  })
}

/** The answers in what came back, one after the other. What follows an upgrade is no HTTP. */
export function readResponses(answer: Buffer): Response[] {
  const responses: Response[] = []
  let rest = answer
  while (rest.length > 0) {
    const end = rest.indexOf('\r\n\r\n')
    const head = (end < 0 ? rest : rest.subarray(0, end)).toString('latin1')
    const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(head)?.[1] ?? 0)
    if (status === 100) {
      rest = rest.subarray(end + 4)
      continue
    }
    const after = end < 0 ? rest.subarray(rest.length) : rest.subarray(end + 4)
    const length = Number(/^content-length: (\d+)/im.exec(head)?.[1] ?? after.length)
    // The answer to a HEAD has a length and no body: the next answer, or nothing, follows at once.
    const isBare = status === 304 || after.length < length || after.subarray(0, 9).toString() === 'HTTP/1.1 '
    const body = isBare ? after.subarray(0, 0) : after.subarray(0, length)
    responses.push({ status, headers: head, body })
    if (status === 101 || status === 0) break
    rest = after.subarray(body.length)
  }
  return responses
}

/** What no answer may be; null when it is none of that. */
export function faultOf(
  { status, headers, body }: Response,
  isServed: (body: Buffer) => boolean,
): string | null {
  if (status === 0) return `an answer that is no HTTP: ${headers.slice(0, 60)}`
  if (status >= 500 && status !== 503) return `a ${status}`
  // One archive at a time is made for one token, and many of these show the same.
  if (status === 503 && body.length > 0 && !body.includes('"code":"busy"'))
    return 'a 503, though there is room'
  if (status === 101 || body.length === 0) return null
  if (status === 206)
    return /multipart/i.test(headers) || isServed(body) ? null : 'a part of no file of the app'
  if (status >= 200 && status < 300)
    return isServed(body) ? null : `what is no file of the app: ${body.subarray(0, 80).toString()}`
  const text = body.toString()
  if (/\n\s+at |node_modules|\.(ts|js):\d+/.test(text)) return 'a stack trace'
  if (/root:|\/home\/|\/tmp\//.test(text)) return 'something of the machine'
  return null
}

/** Whether bytes are a file of a folder, or a part of one, or one of the few other things there are to be had. */
function filesOf(directory: string): (body: Buffer) => boolean {
  const files = readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name)))
  const others = ['{"ok":true}', '{"ready":true}'].map((text) => Buffer.from(text))
  return (body) => [...others, ...files].some((file) => file.includes(body))
}

import { createIdentityToken, EXPORT_NEXT, EXPORT_REACHED, type RoomId } from '@confab/protocol'
import { anId } from '@confab/protocol/testing'
import { expect, test } from 'vitest'
import { type ExportOptions, exportRoom } from './exporting.ts'
import type { ExportProgress } from './taking-away.ts'

const token = createIdentityToken()

/** What a server does with a request: sends a part, sends some of it and breaks off, refuses, or is not there. */
type Answer =
  | { part: string; next?: string; reached: string; isCut?: boolean }
  | { status: number; body: unknown }
  | null

/** A server that gives these answers, one after the other, and how somebody asks it who never waits. */
function answering(...answers: Answer[]) {
  const requests: URL[] = []
  const progress: ExportProgress[] = []
  let pauses = 0
  const fetch: typeof globalThis.fetch = async (input, init) => {
    requests.push(new URL(String(input)))
    expect(new Headers(init?.headers).get('authorization')).toBe(`Bearer ${token}`)
    const answer = answers.shift()
    if (!answer) throw new TypeError('nobody answers')
    if ('status' in answer) return new Response(JSON.stringify(answer.body), { status: answer.status })
    const headers = { [EXPORT_REACHED]: answer.reached, ...(answer.next && { [EXPORT_NEXT]: answer.next }) }
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode(answer.part))
        if (answer.isCut) controller.error(new TypeError('cut'))
        else controller.close()
      },
    })
    return new Response(body, { headers })
  }
  const options: ExportOptions = {
    url: 'wss://chat.example.org/ws',
    token: () => token,
    roomId: anId<RoomId>('kitchen'),
    format: 'html',
    speech: { language: 'de-AT', zone: 'Europe/Vienna' },
    onProgress: (now) => progress.push(now),
    onPause: (goOn) => {
      pauses += 1
      goOn()
    },
    fetch,
  }
  return { options, requests, progress, pauses: () => pauses }
}

const text = async (came: Awaited<ReturnType<typeof exportRoom>>) => (came.ok ? came.file.text() : came.code)

test('parts are fetched one after the other and make one file', async () => {
  const { options, requests, progress } = answering(
    { part: 'soup, ', next: 'behind-5', reached: '5/9' },
    { part: 'leeks', reached: '9/9' },
  )
  expect(await text(await exportRoom(options))).toBe('soup, leeks')
  expect(requests.map(({ href }) => href)).toEqual([
    `https://chat.example.org/exports/${options.roomId}/html?language=de-AT&zone=Europe%2FVienna`,
    `https://chat.example.org/exports/${options.roomId}/html?language=de-AT&zone=Europe%2FVienna&from=behind-5`,
  ])
  expect(progress.at(-1)).toEqual({ reached: 9, upTo: 9, bytes: 11 })
})

test('a part that was cut in the middle is fetched again, and nothing of it is there twice', async () => {
  const { options, requests, progress, pauses } = answering(
    { part: 'soup, ', next: 'behind-5', reached: '5/9' },
    { part: 'lee', reached: '9/9', isCut: true },
    null,
    { part: 'leeks', reached: '9/9' },
  )
  expect(await text(await exportRoom(options))).toBe('soup, leeks')
  expect(requests.map(({ searchParams }) => searchParams.get('from'))).toEqual([
    null,
    'behind-5',
    'behind-5',
    'behind-5',
  ])
  expect(pauses()).toBe(2)
  expect(progress.at(-1)?.bytes).toBe(11)
})

test('what is refused for now is asked again; what is refused for good ends it', async () => {
  const busy = { status: 503, body: { code: 'busy', retryAfterMs: 5 } }
  const slow = { status: 429, body: { code: 'rate-limited', retryAfterMs: 5 } }
  const { options, pauses } = answering(busy, slow, { part: 'soup', reached: '1/1' })
  expect(await text(await exportRoom(options))).toBe('soup')
  expect(pauses()).toBe(2)
  for (const [status, code] of [
    [403, 'forbidden'],
    [410, 'gone'],
    [401, 'not-authenticated'],
  ] as const)
    expect(await text(await exportRoom(answering({ status, body: { code } }).options))).toBe(code)
})

test('the words of a proxy, or the page of a café, are no part of it', async () => {
  const { options, pauses } = answering(
    { status: 502, body: 'Bad Gateway' },
    { status: 502, body: { code: 'upstream' } },
    { part: '<html>Log in here', reached: '' },
    { part: 'soup', reached: '1/1' },
  )
  expect(await text(await exportRoom(options))).toBe('soup')
  expect(pauses()).toBe(3)
})

test('who stops it gets nothing, and nobody is asked any more', async () => {
  const stop = new AbortController()
  const { options, requests } = answering({ part: 'soup, ', next: 'behind-5', reached: '5/9' })
  const onProgress = () => stop.abort()
  expect(await text(await exportRoom({ ...options, signal: stop.signal, onProgress }))).toBe('cancelled')
  expect(requests).toHaveLength(1)
})

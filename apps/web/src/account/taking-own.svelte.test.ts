import type { ExportedOwn, OwnExportOptions } from '@confab/client'
import { expect, test } from 'vitest'
import { doneOf, TakingOwn } from './taking-own.svelte.ts'

const ASKED = {
  url: 'wss://chat.example.org/ws',
  token: () => null,
  speech: { language: 'en', zone: 'UTC' },
  today: '2026-11-24',
}

/** A server whose answer the test gives. */
function held() {
  let options: OwnExportOptions | null = null
  let answer: (came: ExportedOwn) => void = () => {}
  const taking = new TakingOwn((asked) => {
    options = asked
    return new Promise((resolve) => {
      answer = resolve
    })
  })
  return { taking, asked: () => options, answer: (came: ExportedOwn) => answer(came) }
}

test('it comes, waits for the line, goes on, and is an archive of that day', async () => {
  const { taking, asked, answer } = held()
  const started = taking.start(ASKED)
  expect(taking.state).toEqual({ name: 'coming', done: undefined, bytes: 0, isWaiting: false })
  asked()?.onProgress?.({ step: 'files', reached: 5, upTo: 10, bytes: 100 })
  asked()?.onPause?.(() => {})
  expect(taking.state).toEqual({ name: 'coming', done: 0.5, bytes: 100, isWaiting: true })
  asked()?.onProgress?.({ step: 'page', reached: 10, upTo: 10, bytes: 110 })
  expect(taking.state).toEqual({ name: 'coming', done: 1, bytes: 110, isWaiting: false })
  answer({ ok: true, file: new Blob(['soup']) })
  const saved = await started
  expect(saved).toMatchObject({ fileName: 'Confab 2026-11-24.zip', bytes: 4 })
  expect(await (await fetch(saved?.href ?? '')).text()).toBe('soup')
  taking.stop()
  await expect(fetch(saved?.href ?? '')).rejects.toThrow()
})

test('what was stopped says nothing any more, and what is refused says so', async () => {
  const { taking, asked, answer } = held()
  const stopped = taking.start(ASKED)
  const { signal, onProgress } = asked() ?? {}
  taking.stop()
  expect(signal?.aborted).toBe(true)
  onProgress?.({ step: 'lines', reached: 1, upTo: 2, bytes: 3 })
  answer({ ok: true, file: new Blob(['late']) })
  expect(await stopped).toBe(null)
  expect(taking.state).toEqual({ name: 'idle' })
  const refused = taking.start(ASKED)
  answer({ ok: false, code: 'forbidden' })
  expect(await refused).toBe(null)
  expect(taking.state).toEqual({ name: 'failed', code: 'forbidden' })
})

test('how far it is never goes back from step to step', () => {
  const at = (step: 'lines' | 'files' | 'page', reached: number, upTo: number) =>
    doneOf({ step, reached, upTo, bytes: 0 })
  expect(at('lines', 0, 0)).toBe(undefined)
  const done = [
    at('lines', 1, 4),
    at('lines', 4, 4),
    at('files', 0, 0),
    at('files', 9, 9),
    at('page', 0, 4),
    at('page', 4, 4),
  ]
  expect(done).toEqual([0.0625, 0.25, 0.25, 0.75, 0.75, 1])
})

import type { ExportedRoom, ExportOptions } from '@confab/client'
import type { RoomId } from '@confab/protocol'
import { anId } from '@confab/protocol/testing'
import { expect, test } from 'vitest'
import { type ExportAsked, Exporting, fileNameOf } from './exporting.svelte.ts'

const ASKED: ExportAsked = {
  url: 'wss://chat.example.org/ws',
  token: () => null,
  roomId: anId<RoomId>('kitchen'),
  format: 'html',
  speech: { language: 'en', zone: 'UTC' },
  title: 'Kitchen',
  today: '2026-11-24',
}

/** A server whose answer the test gives. */
function held() {
  let options: ExportOptions | null = null
  let answer: (came: ExportedRoom) => void = () => {}
  const exporting = new Exporting((asked) => {
    options = asked
    return new Promise((resolve) => {
      answer = resolve
    })
  })
  return { exporting, asked: () => options, answer: (came: ExportedRoom) => answer(came) }
}

test('it comes, waits for the line, goes on, and is a file with the room’s name', async () => {
  const { exporting, asked, answer } = held()
  const started = exporting.start(ASKED)
  expect(exporting.state).toMatchObject({ name: 'coming', isWaiting: false })
  const progress = { reached: 5, upTo: 10, bytes: 100 }
  asked()?.onProgress?.(progress)
  asked()?.onPause?.(() => {})
  expect(exporting.state).toEqual({ name: 'coming', progress, isWaiting: true })
  asked()?.onProgress?.({ ...progress, bytes: 110 })
  expect(exporting.state).toMatchObject({ isWaiting: false })
  answer({ ok: true, file: new Blob(['soup']) })
  const saved = await started
  expect(saved).toMatchObject({ fileName: 'Kitchen 2026-11-24.html', bytes: 4 })
  expect(await (await fetch(saved?.href ?? '')).text()).toBe('soup')
  exporting.stop()
  await expect(fetch(saved?.href ?? '')).rejects.toThrow()
})

test('what was stopped says nothing any more, and what is refused says so', async () => {
  const { exporting, asked, answer } = held()
  const stopped = exporting.start(ASKED)
  const { signal, onProgress } = asked() ?? {}
  exporting.stop()
  expect(signal?.aborted).toBe(true)
  onProgress?.({ reached: 1, upTo: 2, bytes: 3 })
  answer({ ok: true, file: new Blob(['late']) })
  expect(await stopped).toBe(null)
  expect(exporting.state).toEqual({ name: 'idle' })
  const refused = exporting.start(ASKED)
  answer({ ok: false, code: 'forbidden' })
  expect(await refused).toBe(null)
  expect(exporting.state).toEqual({ name: 'failed', code: 'forbidden' })
})

test.each([
  ['Kitchen crew', 'Kitchen crew 2026-11-24.html'],
  ['../../etc/passwd', 'etc passwd 2026-11-24.html'],
  ['', 'Confab 2026-11-24.html'],
  ['...', 'Confab 2026-11-24.html'],
  ['a<b>:"c"|?*', 'a b c 2026-11-24.html'],
  ['会話 🍲', '会話 🍲 2026-11-24.html'],
  ['x'.repeat(200), `${'x'.repeat(60)} 2026-11-24.html`],
])('the file of %j', (title, name) => {
  expect(fileNameOf(title, '2026-11-24', 'html')).toBe(name)
})

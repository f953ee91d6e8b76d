import type { Answer } from '@confab/client'
import type { FileId, FileLink } from '@confab/protocol'
import { anId } from '@confab/protocol/testing'
import { expect, test } from 'vitest'
import { FileLinks } from './file-links.svelte.ts'

const GOOD_MS = 900_000
const [photo, tone, paper] = ['photo', 'tone', 'paper'].map((name) => anId<FileId>(name)) as [
  FileId,
  FileId,
  FileId,
]

/** A clock that stands still until it is told to go on. */
function aClock() {
  let now = 0
  const alarms = new Set<{ at: number; act: () => void }>()
  return {
    now: () => now,
    monotonic: () => now,
    after(delayMs: number, act: () => void) {
      const alarm = { at: now + delayMs, act }
      alarms.add(alarm)
      return () => void alarms.delete(alarm)
    },
    advance(ms: number) {
      const end = now + ms
      for (;;) {
        const [next] = [...alarms].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)
        if (!next) break
        alarms.delete(next)
        now = next.at
        next.act()
      }
      now = end
    },
  }
}

/** A room whose server answers as it is told, and links that ask it. */
function scene() {
  const clock = aClock()
  const asked: FileId[][] = []
  const gone = new Set<FileId>()
  let isUp = true
  let count = 0
  const fetchFileLinks = async (
    fileIds: readonly FileId[],
  ): Promise<Answer<{ links: FileLink[]; endsAt: number }>> => {
    asked.push([...fileIds])
    count += 1
    if (!isUp) return { ok: false, refusal: { code: 'unavailable' } }
    const links = fileIds
      .filter((fileId) => !gone.has(fileId))
      .map((fileId) => ({ fileId, path: `/files/${fileId}/whole?seal=${count}` }))
    return { ok: true, value: { links, endsAt: clock.now() + GOOD_MS } }
  }
  const links = new FileLinks({ fetchFileLinks }, () => clock.now(), clock)
  return {
    links,
    asked,
    gone,
    line: (now: 'up' | 'down') => {
      isUp = now === 'up'
    },
    pass: async (ms: number) => {
      clock.advance(ms)
      await new Promise((next) => setTimeout(next))
    },
  }
}

test('what comes to be seen together is asked for together, and not again while its link is good', async () => {
  const { links, asked, pass } = scene()
  links.show([photo])
  links.show([tone, photo])
  await pass(100)
  expect(asked).toEqual([[photo, tone]])
  expect(links.linkOf(photo)?.whole).toBe(`${location.origin}/files/${photo}/whole?seal=1`)
  expect(links.linkOf(photo)?.saved).toBe(`${location.origin}/files/${photo}/whole?seal=1&save=1`)
  links.show([photo])
  await pass(100)
  expect(asked.length).toBe(1)
})

test('what is seen has a new link before the old one ends; what is not seen any more has not', async () => {
  const { links, asked, pass } = scene()
  links.show([photo])
  const hide = links.show([tone])
  await pass(100)
  hide()
  await pass(GOOD_MS)
  expect(asked).toEqual([[photo, tone], [photo]])
  const link = links.linkOf(photo)
  expect(link && links.isGoodNow(link)).toBe(true)
})

test('a link that fails is asked for again; one that was renewed meanwhile is not', async () => {
  const { links, asked, pass } = scene()
  links.show([photo])
  await pass(100)
  const first = links.linkOf(photo)
  if (!first) throw new Error('There is no link.')
  links.renew(photo, first)
  await pass(100)
  links.renew(photo, first)
  await pass(100)
  expect(asked.length).toBe(2)
})

test('a file that is gone is known to be', async () => {
  const { links, gone, pass } = scene()
  gone.add(paper)
  links.show([paper, photo])
  expect(links.linkOf(paper)).toBeUndefined()
  await pass(100)
  expect(links.linkOf(paper)).toBeNull()
  expect(links.linkOf(photo)).not.toBeNull()
})

test('without an answer it asks again, later and later, and not for what nobody sees any more', async () => {
  const { links, asked, line, pass } = scene()
  line('down')
  const hide = links.show([photo])
  await pass(100)
  await pass(2_000)
  await pass(2_000)
  await pass(2_000)
  expect(asked.length).toBe(3)
  hide()
  line('up')
  await pass(60_000)
  expect(asked.length).toBe(3)
  links.show([photo])
  await pass(100)
  expect(links.linkOf(photo)).toBeDefined()
})

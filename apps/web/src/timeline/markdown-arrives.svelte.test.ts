import '../styles/tokens.css'
import '../styles/reset.css'
import '../styles/base.css'
import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import { FakeClient } from '../gallery/fake-client.ts'
import { loadMarkdown } from '../markdown/markdown.svelte.ts'
import { FakeRoom } from '../room/testing/fake-room.ts'
import RoomStage from '../room/testing/RoomStage.svelte'
import '../words/testing/english.ts'

// A busy machine takes its time to fetch a file.
const SOON = { timeout: 15_000 }

const BODIES = [
  'mere text',
  '# Soup\n\n- leeks\n- lemons',
  '```\na\n\nb\n```',
  '> the pot\nYes **please**',
  'a|b\n-|-\n1|2',
  '***',
]

async function frames(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await new Promise((next) => requestAnimationFrame(next))
}

/** The first message whose lower edge is seen, and where. */
function firstSeen(list: HTMLElement): { line: Element; bottom: number } {
  const top = list.getBoundingClientRect().top
  for (const line of list.querySelectorAll('li[data-anchor]')) {
    const bottom = line.getBoundingClientRect().bottom - top
    if (bottom > 0) return { line, bottom }
  }
  throw new Error('No message is seen.')
}

// One test: the library comes once in the life of a page.
test('whoever reads while the library arrives is not moved by it', async () => {
  const room = new FakeRoom({ startedAt: Date.now() - 60 * 60_000 })
  room.remembers(40, (sequence) => BODIES[sequence % BODIES.length] ?? '')
  await render(RoomStage, { room, client: new FakeClient(), lastRead: 0 })
  const list = page.getByRole('log').element() as HTMLElement
  await frames(3)
  list.scrollTop -= 600
  await frames(3)
  const { line, bottom } = firstSeen(list)
  const heightBefore = list.scrollHeight

  await loadMarkdown()
  await expect.poll(() => list.querySelectorAll('figure').length, SOON).toBeGreaterThan(3)
  await frames(3)

  expect(list.scrollHeight).not.toBe(heightBefore)
  const moved = line.getBoundingClientRect().bottom - list.getBoundingClientRect().top - bottom
  expect(Math.abs(moved)).toBeLessThanOrEqual(1)
})

import '../styles/tokens.css'
import '../styles/reset.css'
import '../styles/base.css'
import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import { FakeClient } from '../gallery/fake-client.ts'
import { FakeRoom } from '../room/testing/fake-room.ts'
import RoomStage from '../room/testing/RoomStage.svelte'
import { fileIn, pictureIn } from './row/files/testing/media.ts'
import { DriftMeter } from './testing/drift-meter.ts'

const LONG = 'The new oven arrives on Thursday. '

async function frames(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await new Promise((next) => requestAnimationFrame(next))
}

/** Somebody who reads further up, in a history whose lines have all kinds of heights. */
async function readingUp() {
  const room = new FakeRoom({ startedAt: Date.now() - 1_000 * 45_000 })
  room.remembers(1_000, (sequence) => `message ${sequence} ${LONG.repeat(sequence % 5)}`)
  await render(RoomStage, { room, client: new FakeClient(), lastRead: room.head })
  const list = page.getByRole('log').element() as HTMLElement
  const stage = list.closest<HTMLElement>('.stage')
  if (!stage) throw new Error('No stage.')
  await frames(3)
  list.scrollTop -= 2_500
  await frames(6)
  return { room, list, stage, meter: new DriftMeter(list) }
}

/** Gives a message far above what is seen another text. */
function edits(room: FakeRoom, body: string, index = 3): void {
  const { timeline } = room.view
  let seen = 0
  const records = timeline.records.map((record) =>
    record.kind === 'message' && seen++ === index
      ? { ...record, version: room.head + 1, editedAt: Date.now(), body }
      : record,
  )
  room.change({ timeline: { ...timeline, records } })
}

test('the meter sees what moves', async () => {
  const { list, meter } = await readingUp()
  list.scrollTop -= 40
  await frames(2)
  expect(meter.stop()).toBeGreaterThan(30)
})

test('paging both ways, to the very beginning, moves nothing', async () => {
  const { room, list, meter } = await readingUp()
  for (let step = 0; step < 25; step++) {
    list.scrollTop = step % 3 === 0 ? 0 : list.scrollTop - 900
    meter.hold()
    await frames(4)
  }
  for (let step = 0; step < 15; step++) {
    list.scrollTop += 1_100
    meter.hold()
    await frames(4)
  }
  expect(room.asked).toEqual(expect.arrayContaining(['older', 'newer']))
  expect(meter.stop()).toBeLessThanOrEqual(1)
})

test('an edit above, longer or shorter, and what arrives at the end move nothing', async () => {
  const { room, meter } = await readingUp()
  for (const body of ['short', LONG.repeat(20), 'short again', `a\n\n${LONG.repeat(9)}`]) {
    edits(room, body)
    room.says('Bo', LONG.repeat(4))
    await frames(3)
  }
  expect(meter.stop()).toBeLessThanOrEqual(1)
})

test('the message box growing, a keyboard coming and going and a typing line move nothing', async () => {
  const { room, stage, meter } = await readingUp()
  await page.getByRole('textbox', { name: 'Message' }).fill('one\ntwo\nthree\nfour\nfive')
  await frames(3)
  for (const height of ['260px', '500px', '320px']) {
    stage.style.height = height
    await frames(3)
  }
  room.types('Bo')
  await frames(2)
  expect(meter.stop()).toBeLessThanOrEqual(1)
})
test('turning the screen keeps the line one reads', async () => {
  const { stage, meter } = await readingUp()
  for (const width of ['380px', '900px', '600px']) {
    stage.style.width = width
    await frames(3)
  }
  expect(meter.stop()).toBeLessThanOrEqual(1)
})

test('pictures that come late, above, below and where one reads, move nothing', {
  timeout: 30_000,
}, async () => {
  const room = new FakeRoom()
  const sizes: [number, number][] = [
    [800, 450],
    [200, 600],
    [40, 30],
    [900, 60],
  ]
  for (let i = 0; i < 15; i++) {
    const [width, height] = sizes[i % sizes.length] ?? [1, 1]
    const files = await Promise.all(
      Array.from({ length: 1 + (i % 3) }, () => pictureIn(room, width, height, i * 12)),
    )
    // One among them nobody will ever find.
    if (i % 5 === 0) files.push(fileIn(room, { name: 'lost.png', mediaType: 'image/png', width, height }))
    room.says('Bo', i % 2 === 0 ? '' : `message ${i} ${LONG}`, { files })
    room.says('Chidi', `and message ${i} ${LONG.repeat(i % 5)}`)
  }
  let come = () => {}
  const isTime = new Promise<void>((resolve) => {
    come = resolve
  })
  const fetchFileLinks = room.fetchFileLinks.bind(room)
  room.fetchFileLinks = async (fileIds) => {
    await isTime
    return fetchFileLinks(fileIds)
  }
  await render(RoomStage, { room, client: new FakeClient(), lastRead: room.head })
  const list = page.getByRole('log').element() as HTMLElement
  await frames(3)
  list.scrollTop -= 1_500
  await frames(6)
  const meter = new DriftMeter(list)
  const images = () => [...list.querySelectorAll<HTMLImageElement>('.files img')]
  expect(images()).toEqual([])
  come()
  await expect
    .poll(() => images().length > 0 && images().every(({ naturalWidth }) => naturalWidth > 0))
    .toBe(true)
  await frames(3)
  expect(meter.stop()).toBeLessThanOrEqual(1)
})

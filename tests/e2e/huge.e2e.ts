import type { Page } from '@playwright/test'
import { bodyOf, writeRoom } from './huge-room.ts'
import { rideUp } from './reading.ts'
import { TestServer } from './server.ts'
import { expect, type Person, test } from './support.ts'

const SMALL = 100
const HUGE = 100_000
const ROUNDS = 5
const RIDE = 5_000

test(`a room of ${HUGE} messages is entered as fast as one of ${SMALL}, and read in bounded memory`, {
  tag: '@alone',
}, async ({ invite }) => {
  test.setTimeout(240_000)
  const codes = { small: '', huge: '' }
  const server = await TestServer.start({}, async (directory) => {
    codes.small = await writeRoom(directory, SMALL)
    codes.huge = await writeRoom(directory, HUGE)
  })
  const waits = { small: [] as number[], huge: [] as number[] }
  let reader: Person | undefined
  for (let round = 0; round < ROUNDS; round++) {
    for (const [kind, size] of [
      ['small', SMALL],
      ['huge', HUGE],
    ] as const) {
      const person = await invite(`Reader ${round}`, { baseURL: server.origin })
      waits[kind].push(await timeToEnter(person, codes[kind], bodyOf(size)))
      if (round === ROUNDS - 1 && kind === 'huge') reader = person
      else await person.page.close()
    }
  }
  const [small, huge] = [median(waits.small), median(waits.huge)]
  console.log(`Entering: ${small} ms with ${SMALL} messages, ${huge} ms with ${HUGE} (medians of ${ROUNDS})`)
  expect(huge).toBeLessThanOrEqual(small * 3 + 150)

  if (!reader) throw new Error('Nobody stayed to read.')
  const { page } = reader
  const heapBefore = await heapBytes(page)
  const ride = await rideUp(page, RIDE)
  const heapAfter = await heapBytes(page)
  const frames = ride.frames.toSorted((a, b) => a - b)
  const drift = Math.max(...ride.drifts)
  console.log(
    `Scrolling up ${ride.passed} messages: ${frames.length} frames, median ${at(frames, 0.5)} ms, 99 % ${at(frames, 0.99)} ms, ` +
      `worst ${at(frames, 1)} ms; drift at most ${drift} px; ${ride.linesMax} lines; ` +
      `heap ${mebibytes(heapBefore)} MiB before, ${mebibytes(heapAfter)} after`,
  )
  expect(ride.passed).toBeGreaterThanOrEqual(RIDE)
  expect(drift).toBeLessThanOrEqual(1)
  expect(ride.linesMax).toBeLessThanOrEqual(330)
  expect(at(frames, 0.5)).toBeLessThan(50)
  expect(heapAfter - heapBefore).toBeLessThan(16 * 1024 * 1024)
  await page.close()
  await server.stop()
})

/** From pressing Enter to the newest message, in milliseconds, as the page itself sees it. */
async function timeToEnter({ name, page }: Person, code: string, newest: string): Promise<number> {
  await page.goto(`/r/${code}`)
  await page.getByLabel('Name', { exact: true }).fill(name)
  const enter = page.getByRole('button', { name: 'Enter', exact: true })
  await expect(enter).toBeEnabled()
  return enter.evaluate(async (button, newest) => {
    const pressedAt = performance.now()
    if (button instanceof HTMLElement) button.click()
    while ([...document.querySelectorAll('article .body')].at(-1)?.textContent !== newest)
      await new Promise((frame) => requestAnimationFrame(frame))
    return Math.round(performance.now() - pressedAt)
  }, newest)
}

async function heapBytes(page: Page): Promise<number> {
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('HeapProfiler.collectGarbage')
  await devtools.send('Performance.enable')
  const { metrics } = await devtools.send('Performance.getMetrics')
  await devtools.detach()
  return metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? Number.NaN
}

const median = (values: number[]): number =>
  at(
    values.toSorted((a, b) => a - b),
    0.5,
  )
const at = (sorted: number[], share: number): number =>
  Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN) * 10) / 10
const mebibytes = (bytes: number): string => (bytes / 1024 / 1024).toFixed(1)

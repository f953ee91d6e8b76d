import type { Page } from '@playwright/test'

/** What was seen while reading: the messages on the page after every step, and the most lines that stood there at once. */
export type Reading = { shown: string[][]; linesMax: number }

/** Scrolls through a room to its beginning or its end, as far as a wheel goes at a time. */
export function readThrough(page: Page, direction: 'up' | 'down'): Promise<Reading> {
  return page.evaluate(async (direction) => {
    const scroller = document.querySelector('[role=log]')
    if (!scroller) throw new Error('There is no conversation here.')
    const shown: string[][] = []
    let linesMax = 0
    let stillSince = performance.now()
    let last = ''
    // A page that takes long is waited for; an end is where nothing moves any more.
    while (performance.now() - stillSince < 2_500) {
      scroller.scrollBy(0, (direction === 'up' ? -1 : 1) * scroller.clientHeight * 2)
      await new Promise((painted) => requestAnimationFrame(() => setTimeout(painted)))
      linesMax = Math.max(linesMax, scroller.querySelectorAll('li').length)
      const bodies = [...scroller.querySelectorAll('article .body')].map((body) => body.textContent ?? '')
      const now = `${bodies[0]} … ${bodies.at(-1)} at ${scroller.scrollTop}`
      if (now === last) continue
      last = now
      stillSince = performance.now()
      shown.push(bodies)
    }
    return { shown, linesMax }
  }, direction)
}

/** The first message that is wholly on the screen, and how far its upper edge is below the list's. */
export function placeOfFirstSeen(page: Page): Promise<{ body: string; top: number }> {
  return page.evaluate(() => {
    const scroller = document.querySelector('[role=log]')
    const edge = scroller?.getBoundingClientRect().top ?? 0
    for (const body of scroller?.querySelectorAll('article .body') ?? []) {
      const top = body.getBoundingClientRect().top - edge
      if (top >= 0) return { body: body.textContent ?? '', top }
    }
    throw new Error('There is no message on the screen.')
  })
}

/** How it went to scroll: milliseconds between frames, pixels that lines moved by themselves, and the most lines at once. */
export type Ride = { passed: number; frames: number[]; drifts: number[]; linesMax: number }

/** Scrolls up by hand's breadths, a step in each frame, until this many messages went by. */
export function rideUp(page: Page, messages: number): Promise<Ride> {
  return page.evaluate(async (messages) => {
    const scroller = document.querySelector('[role=log]')
    if (!scroller) throw new Error('There is no conversation here.')
    const passed = new Set<string>()
    const frames: number[] = []
    const drifts: number[] = []
    let linesMax = 0
    const topOf = (line: Element) => line.getBoundingClientRect().top
    let held: { line: Element; top: number } | null = null
    let last = performance.now()
    const until = last + 90_000
    while (passed.size < messages && last < until) {
      const now = await new Promise<number>((frame) => requestAnimationFrame(frame))
      frames.push(now - last)
      last = now
      // Since the last step only pages came: what stood there must stand there still.
      if (held?.line.isConnected) drifts.push(Math.abs(topOf(held.line) - held.top))
      scroller.scrollTop -= 400
      const lines = [...scroller.querySelectorAll<HTMLElement>('li[data-anchor]')]
      linesMax = Math.max(linesMax, lines.length)
      for (const line of lines) passed.add(line.dataset.key ?? '')
      const edge = topOf(scroller)
      const line = lines.find((line) => topOf(line) >= edge)
      held = line ? { line, top: topOf(line) } : null
    }
    return { passed: passed.size, frames, drifts, linesMax }
  }, messages)
}

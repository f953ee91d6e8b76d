import { expect, test } from 'vitest'
import { FRAME_WINDOW_MS_MAX, frameWindowMs } from './frame-window.ts'

test.each([
  { listeners: 2, loopBusy: 0, windowMs: 0 },
  { listeners: 49, loopBusy: 0.5, windowMs: 0 },
  { listeners: 50, loopBusy: 0, windowMs: 1.25 },
  { listeners: 500, loopBusy: 0.2, windowMs: 12.5 },
  { listeners: 1_000, loopBusy: 0, windowMs: 25 },
  { listeners: 100_000, loopBusy: 0, windowMs: 25 },
  { listeners: 10, loopBusy: 0.5, windowMs: 0 },
  { listeners: 10, loopBusy: 1, windowMs: FRAME_WINDOW_MS_MAX },
])('$listeners listeners, the loop busy $loopBusy: $windowMs ms', ({ listeners, loopBusy, windowMs }) => {
  expect(frameWindowMs(listeners, loopBusy)).toBeCloseTo(windowMs)
})

test('[D10] the window grows with the pressure and never past its bound', () => {
  let before = 0
  for (let loopBusy = 0; loopBusy <= 1.2; loopBusy += 0.05) {
    const windowMs = frameWindowMs(10, loopBusy)
    expect(windowMs).toBeGreaterThanOrEqual(before)
    expect(windowMs).toBeLessThanOrEqual(FRAME_WINDOW_MS_MAX)
    before = windowMs
  }
})

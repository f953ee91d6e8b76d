import { describe, expect, test } from 'vitest'
import { fitted, held, isFitted, MIDDLE, moved, pinched, SCALE_MAX, toggled, zoomed } from './zoom.ts'

const frame = { width: 1000, height: 800 }
const photo = { width: 4000, height: 3000 }
const icon = { width: 32, height: 32 }

describe('a picture in its frame', () => {
  test('is seen as a whole, and never larger than it is', () => {
    expect(fitted(photo, frame)).toEqual({ x: 0, y: 0, scale: 0.25 })
    expect(fitted({ width: 500, height: 8000 }, frame).scale).toBe(0.1)
    expect(fitted(icon, frame).scale).toBe(1)
  })

  test('grows to four times its pixels and shrinks to fit, no further', () => {
    const large = zoomed(fitted(photo, frame), 1_000, MIDDLE, photo, frame)
    expect(large.scale).toBe(SCALE_MAX)
    const back = zoomed(large, 0.000_1, { x: 300, y: 10 }, photo, frame)
    expect(back).toEqual(fitted(photo, frame))
    expect(isFitted(back, photo, frame)).toBe(true)
  })

  test('keeps what is under the pointer under it', () => {
    const at = { x: 200, y: 100 }
    const view = zoomed(fitted(photo, frame), 3, at, photo, frame)
    const before = { x: at.x / 0.25, y: at.y / 0.25 }
    expect({ x: (at.x - view.x) / view.scale, y: (at.y - view.y) / view.scale }).toEqual(before)
  })

  test('is moved to its edges and stays where it fits', () => {
    const view = zoomed(fitted(photo, frame), 4, MIDDLE, photo, frame)
    expect(moved(view, { x: 9_000, y: -9_000 }, photo, frame)).toEqual({ x: 1500, y: -1100, scale: 1 })
    expect(moved(fitted(icon, frame), { x: 50, y: 50 }, icon, frame)).toEqual({ x: 0, y: 0, scale: 1 })
    expect(held({ x: 700, y: 0, scale: 0.25 }, photo, frame).x).toBe(0)
  })

  test('follows two fingers', () => {
    const start = zoomed(fitted(photo, frame), 2, MIDDLE, photo, frame)
    const view = pinched(
      start,
      [
        { x: -50, y: 0 },
        { x: 50, y: 0 },
      ],
      [
        { x: -90, y: 20 },
        { x: 110, y: 20 },
      ],
      photo,
      frame,
    )
    expect(view).toEqual({ x: 10, y: 20, scale: 1 })
  })

  test('a double press shows its pixels, the next all of it', () => {
    const close = toggled(fitted(photo, frame), MIDDLE, photo, frame)
    expect(close.scale).toBe(1)
    expect(toggled(close, MIDDLE, photo, frame)).toEqual(fitted(photo, frame))
    expect(toggled(fitted(icon, frame), MIDDLE, icon, frame).scale).toBe(2.5)
  })
})

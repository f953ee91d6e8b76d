/** Pixels across and down. */
export type Size = { width: number; height: number }

/** A place, seen from the middle of the frame. */
export type Point = { x: number; y: number }

/** The middle of the frame. */
export const MIDDLE: Point = { x: 0, y: 0 }

/** How a picture lies in its frame: how large, as a share of its own pixels, and where its middle is. */
export type View = Point & { scale: number }

/** So much of its own size is the most: there each of its pixels is seen. */
export const SCALE_MAX = 4

/** One press of a key or a button. */
export const STEP = 1.5

/** All of it is seen, and it is never larger than it is. */
export function fitted(picture: Size, frame: Size): View {
  return { x: 0, y: 0, scale: fitScale(picture, frame) }
}

function fitScale(picture: Size, frame: Size): number {
  return Math.min(1, frame.width / picture.width, frame.height / picture.height)
}

export function isFitted(view: View, picture: Size, frame: Size): boolean {
  return view.scale <= fitScale(picture, frame) * 1.001
}

/** So many times larger, with what is under a point staying there as far as the frame stays filled. */
export function zoomed(view: View, factor: number, at: Point, picture: Size, frame: Size): View {
  const scale = Math.min(SCALE_MAX, Math.max(fitScale(picture, frame), view.scale * factor))
  const grown = scale / view.scale
  const moved = { x: at.x - (at.x - view.x) * grown, y: at.y - (at.y - view.y) * grown, scale }
  return held(moved, picture, frame)
}

/** Moved by so much, no further than to its edges. */
export function moved(view: View, by: Point, picture: Size, frame: Size): View {
  return held({ ...view, x: view.x + by.x, y: view.y + by.y }, picture, frame)
}

/** Two fingers went from two places to two others, and what was under them goes along. */
export function pinched(
  view: View,
  from: readonly [Point, Point],
  to: readonly [Point, Point],
  picture: Size,
  frame: Size,
): View {
  const apart = ([a, b]: readonly [Point, Point]) => Math.max(1, Math.hypot(a.x - b.x, a.y - b.y))
  const between = ([a, b]: readonly [Point, Point]) => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 })
  const [before, after] = [between(from), between(to)]
  const larger = zoomed(view, apart(to) / apart(from), before, picture, frame)
  return moved(larger, { x: after.x - before.x, y: after.y - before.y }, picture, frame)
}

/** The other of the two sizes a double press goes to and fro between: all of it, or its own pixels. */
export function toggled(view: View, at: Point, picture: Size, frame: Size): View {
  if (!isFitted(view, picture, frame)) return fitted(picture, frame)
  return zoomed(view, Math.max(2.5, 1 / view.scale), at, picture, frame)
}

/** Within its frame: no edge comes further in than it must. */
export function held({ x, y, scale }: View, picture: Size, frame: Size): View {
  const reach = (size: number, room: number) => Math.max(0, (size * scale - room) / 2)
  const within = (value: number, most: number) => Math.min(most, Math.max(-most, value)) + 0
  return {
    x: within(x, reach(picture.width, frame.width)),
    y: within(y, reach(picture.height, frame.height)),
    scale,
  }
}

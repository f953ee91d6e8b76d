import { WINDOW_RECORDS_MAX } from '@confab/client'

/** Where a list stands, in pixels: how far it is scrolled, how much of it is seen, how long it is. */
export type Stand = { top: number; viewport: number; content: number }

/** Where the words of a line begin and where the line ends, in pixels below the upper edge of the list. */
export type Extent = { top: number; bottom: number }

/** A line seen on the screen: which one, where, and how wide the list was then. */
export type Anchor = Extent & { key: string; width: number }

/** Within this many pixels of the end the list stays at the end, whatever grows. */
export const PINNED_WITHIN_PX = 100

/** Another page is asked for this many viewports before the edge: about as far as a flick goes while it loads. */
const PAGE_AHEAD_VIEWPORTS = 1.5

/** Pixels below what is seen. */
export function distanceToEnd({ top, viewport, content }: Stand): number {
  return Math.max(0, content - viewport - top)
}

/** Whether the list follows its end. A window that ends before the newest message has no end to follow. */
export function isPinned(stand: Stand, hasNewer: boolean): boolean {
  return !hasNewer && distanceToEnd(stand) <= PINNED_WITHIN_PX
}

/** The first of `count` stacked lines that reaches below `top`; `count` when none does. */
export function firstVisible(count: number, bottomOf: (index: number) => number, top: number): number {
  let low = 0
  let high = count
  while (low < high) {
    const middle = (low + high) >> 1
    if (bottomOf(middle) > top) high = middle
    else low = middle + 1
  }
  return low
}

/** A line that began further up is what is being read if it fills this share of what is seen. */
const MOSTLY = 0.5

/** Which of the lines seen is being read: the first one whose words begin on the screen, unless the one before it fills most of it. */
export function isRead({ top, bottom }: Extent, viewport: number): boolean {
  return top > -1 || bottom > viewport * MOSTLY
}

/**
 * How far to scroll so that what is being read stays where it was. The first anchor that is still there decides, with the place where its
 * words begin: a name above them comes and goes with the pages put above. Words that began further up break anew when the width changes:
 * then what was at the upper edge is the same share of them.
 */
export function correction(
  anchors: readonly Anchor[],
  now: (key: string) => Extent | null,
  width: number,
): number | null {
  for (const anchor of anchors) {
    const extent = now(anchor.key)
    if (!extent) continue
    const isBrokenAnew = anchor.top < 0 && anchor.width !== width
    if (!isBrokenAnew) return extent.top - anchor.top
    const share = -anchor.top / (anchor.bottom - anchor.top)
    return extent.top + share * (extent.bottom - extent.top)
  }
  return null
}

/** What decides whether a page is asked for. `direction` is where the person last scrolled. */
export type Reveal = Stand & {
  direction: 'up' | 'down' | 'none'
  hasOlder: boolean
  hasNewer: boolean
  recordCount: number
}

/**
 * The page to ask for next. A full window only moves the way somebody scrolls: otherwise loading above would cut below,
 * which would load below and cut above, for ever.
 */
export function pageWanted(reveal: Reveal): 'older' | 'newer' | null {
  const ahead = reveal.viewport * PAGE_AHEAD_VIEWPORTS
  const isFull = reveal.recordCount >= WINDOW_RECORDS_MAX
  const wantsOlder = reveal.hasOlder && reveal.top < ahead && (reveal.direction === 'up' || !isFull)
  const wantsNewer =
    reveal.hasNewer && distanceToEnd(reveal) < ahead && (reveal.direction === 'down' || !isFull)
  if (wantsOlder && wantsNewer) return reveal.direction === 'down' ? 'newer' : 'older'
  if (wantsOlder) return 'older'
  return wantsNewer ? 'newer' : null
}

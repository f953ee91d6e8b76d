import type { Day } from './day.ts'
import { dayAbove, type Row } from './rows.ts'
import { firstVisible } from './scroll-anchor.ts'

/** The day is shown for so long after the last scrolling, in milliseconds. */
const SHOWN_MS = 1_500

/** The day at the top of a list while somebody scrolls it. */
export class ReadingDay {
  /** Stays when it is shown no more, so that it can fade. */
  day = $state.raw<Day | null>(null)
  isShown = $state(false)
  #timer: ReturnType<typeof setTimeout> | undefined

  /** To be called on scrolling. `lines` holds an element for each of the rows. */
  scrolled(scroller: HTMLElement, lines: HTMLElement, rows: readonly Row[]): void {
    const { top } = scroller.getBoundingClientRect()
    const bottomOf = (index: number) => lines.children[index]?.getBoundingClientRect().bottom ?? Infinity
    const day = dayAbove(rows, firstVisible(rows.length, bottomOf, top))
    if (day) this.day = day
    this.isShown = day !== null
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      this.isShown = false
    }, SHOWN_MS)
  }
}

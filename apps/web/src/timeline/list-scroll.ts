import {
  type Anchor,
  correction,
  distanceToEnd,
  firstVisible,
  isPinned,
  type Stand,
} from './scroll-anchor.ts'

/** Anchors kept: when a page is cut, some of the lines on the screen may be gone, hardly all of them. */
const ANCHORS_MAX = 40

/**
 * Keeps a list of lines where it is while it changes: at its end if it is pinned there, else with the first line seen at the
 * same height. Lines are the children of `lines`, each with a `data-key`; those with `data-anchor` hold.
 */
export class ListScroll {
  readonly #scroller: HTMLElement
  readonly #lines: HTMLElement
  readonly #hasNewer: () => boolean
  readonly #changed: () => void
  readonly #observer: ResizeObserver
  #isPinned = true
  #anchors: readonly Anchor[] = []
  /** Where we left it: any other place is the person's doing. */
  #leftAt = 0
  #direction: 'up' | 'down' | 'none' = 'none'

  constructor(scroller: HTMLElement, lines: HTMLElement, hasNewer: () => boolean, changed: () => void) {
    this.#scroller = scroller
    this.#lines = lines
    this.#hasNewer = hasNewer
    this.#changed = changed
    // Told after layout and before paint, so what grew or shrank is made up for in the same frame.
    this.#observer = new ResizeObserver(() => this.#resized())
    this.#observer.observe(scroller)
    this.#observer.observe(lines)
    this.restore()
  }

  close(): void {
    this.#observer.disconnect()
  }

  get isPinned(): boolean {
    return this.#isPinned
  }

  get direction(): 'up' | 'down' | 'none' {
    return this.#direction
  }

  get stand(): Stand {
    const { scrollTop, clientHeight, scrollHeight } = this.#scroller
    return { top: scrollTop, viewport: clientHeight, content: scrollHeight }
  }

  get isFar(): boolean {
    const stand = this.stand
    return distanceToEnd(stand) > stand.viewport
  }

  /** To be called on every scroll event, and before the lines change. Answers whether the person scrolled. */
  capture(): boolean {
    const { scrollTop } = this.#scroller
    // Setting a scroll position rounds it to what the screen can show.
    if (Math.abs(scrollTop - this.#leftAt) < 1) return false
    this.#direction = scrollTop < this.#leftAt ? 'up' : 'down'
    this.#settle()
    return true
  }

  /** To be called once the lines have changed. */
  restore(): void {
    if (this.#isPinned && !this.#hasNewer()) {
      this.#scroller.scrollTop = this.#scroller.scrollHeight
      this.#settle()
      return
    }
    const top = this.#scrollerTop()
    const by = correction(this.#anchors, (key) => {
      const line = this.#line(key)
      return line && line.getBoundingClientRect().bottom - top
    })
    if (by !== null && by !== 0) this.#scroller.scrollTop += by
    this.#leftAt = this.#scroller.scrollTop
    this.#isPinned = isPinned(this.stand, this.#hasNewer())
    // The anchors stay as the person last left them, so that roundings do not add up.
    if (by === null) this.#settle()
    this.#changed()
  }

  /** The first line seen, which holds the list where it is. */
  get anchor(): Anchor | null {
    return this.#anchors[0] ?? null
  }

  /** Forgets which way the person scrolled. */
  rest(): void {
    this.#direction = 'none'
  }

  /** Puts a line back where it was, when it is there again. */
  holdTo(anchor: Anchor): void {
    this.#anchors = [anchor]
    this.#isPinned = false
    this.restore()
    this.#settle()
  }

  toEnd(): void {
    this.#isPinned = true
    this.#direction = 'none'
    this.restore()
  }

  /** Puts a line's upper edge at this share of the height that is seen; false when there is no such line. */
  place(key: string, share: number): boolean {
    const line = this.#line(key)
    if (!line) return false
    const wanted = this.#scrollerTop() + this.#scroller.clientHeight * share
    this.#scroller.scrollTop += line.getBoundingClientRect().top - wanted
    this.#direction = 'none'
    this.#settle()
    return true
  }

  byPages(pages: number): void {
    this.#scroller.scrollBy({ top: pages * this.#scroller.clientHeight * 0.9 })
  }

  #resized(): void {
    // Whoever scrolled in this very frame is not pulled back. At the very end it was the browser: there is less to see.
    if (distanceToEnd(this.stand) > 0) this.capture()
    this.restore()
  }

  #settle(): void {
    this.#leftAt = this.#scroller.scrollTop
    this.#isPinned = isPinned(this.stand, this.#hasNewer())
    this.#anchors = this.#seenAnchors()
    this.#changed()
  }

  #seenAnchors(): Anchor[] {
    const lines = this.#lines.children
    const top = this.#scrollerTop()
    const bottomOf = (index: number) => (lines[index]?.getBoundingClientRect().bottom ?? Infinity) - top
    const anchors: Anchor[] = []
    for (
      let i = firstVisible(lines.length, bottomOf, 0);
      i < lines.length && anchors.length < ANCHORS_MAX;
      i++
    ) {
      const line = lines[i]
      if (line instanceof HTMLElement && line.dataset.anchor !== undefined && line.dataset.key) {
        anchors.push({ key: line.dataset.key, bottom: bottomOf(i) })
      }
    }
    return anchors
  }

  #scrollerTop(): number {
    return this.#scroller.getBoundingClientRect().top
  }

  #line(key: string): Element | null {
    return this.#lines.querySelector(`:scope > [data-key="${CSS.escape(key)}"]`)
  }
}

import {
  type Anchor,
  correction,
  distanceToEnd,
  type Extent,
  firstVisible,
  isPinned,
  isRead,
  type Stand,
} from './scroll-anchor.ts'

/** Going to the end is shown over this many viewports at most, and taken for done after this long, in milliseconds. */
const GLIDE_VIEWPORTS = 1
const GLIDE_MS = 700

/** Anchors kept: when a page is cut, some of the lines on the screen may be gone, hardly all of them. */
const ANCHORS_MAX = 40

/**
 * Keeps a list of lines where it is while it changes: at its end if it is pinned there, else with the line being read at the
 * same height. Lines are the children of `lines`, each with a `data-key`; those with `data-anchor` hold, by what in them has
 * `data-text`.
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
  /** Ends the going to the end that is under way. */
  #gliding: AbortController | null = null

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
    this.#gliding?.abort()
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
    if (this.#gliding) return false
    const { scrollTop } = this.#scroller
    // Setting a scroll position rounds it to what the screen can show.
    if (Math.abs(scrollTop - this.#leftAt) < 1) return false
    this.#direction = scrollTop < this.#leftAt ? 'up' : 'down'
    this.#settle()
    return true
  }

  /** To be called once the lines have changed. */
  restore(): void {
    if (this.#gliding) return
    this.#correct()
    if (this.#isPinned) return
    // A page put above fills what was empty there: what is read may be another line now. What could not be corrected is carried along.
    const rest = this.#drift() ?? 0
    this.#anchors = this.#seenAnchors(rest)
  }

  /** The line being read, which holds the list where it is. */
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
    this.#correct()
    this.#settle()
  }

  /** The same, but seen to move, as far as it is near: whoever takes hold of the list meanwhile stops it. */
  glideToEnd(): void {
    const { viewport, content } = this.stand
    if (this.#gliding) return
    const gliding = new AbortController()
    this.#gliding = gliding
    const { signal } = gliding
    const from = content - viewport * (1 + GLIDE_VIEWPORTS)
    if (this.#scroller.scrollTop < from) this.#scroller.scrollTop = from
    const end = (isThere: boolean) => {
      if (signal.aborted) return
      gliding.abort()
      this.#gliding = null
      if (isThere) this.toEnd()
      else this.#settle()
    }
    const timer = setTimeout(() => end(true), GLIDE_MS)
    signal.addEventListener('abort', () => clearTimeout(timer))
    this.#scroller.addEventListener('scrollend', () => end(true), { signal })
    for (const hold of ['wheel', 'touchstart', 'pointerdown', 'keydown'])
      this.#scroller.addEventListener(hold, () => end(false), { signal, passive: true })
    this.#scroller.scrollTo({ top: content, behavior: 'smooth' })
  }

  toEnd(): void {
    this.#gliding?.abort()
    this.#gliding = null
    this.#isPinned = true
    this.#direction = 'none'
    this.#correct()
  }

  /** Puts a line's upper edge at this share of the height that is seen; false when there is no such line. */
  place(key: string, share: number): boolean {
    this.#gliding?.abort()
    this.#gliding = null
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
    if (this.#gliding) return
    // Whoever scrolled in this very frame is not pulled back. At the very end it was the browser: there is less to see.
    if (distanceToEnd(this.stand) > 0) this.capture()
    // The anchors stay as they were: turned back, the screen shows what it showed.
    this.#correct()
  }

  #correct(): void {
    if (this.#isPinned && !this.#hasNewer()) {
      this.#scroller.scrollTop = this.#scroller.scrollHeight
      this.#settle()
      return
    }
    const by = this.#drift()
    if (by !== null && by !== 0) this.#scroller.scrollTop += by
    this.#leftAt = this.#scroller.scrollTop
    this.#isPinned = isPinned(this.stand, this.#hasNewer())
    if (by === null) this.#settle()
    this.#changed()
  }

  /** How far what is read is from where it was; null when there is none of it any more. */
  #drift(): number | null {
    const top = this.#scrollerTop()
    const extentNow = (key: string) => {
      const line = this.#line(key)
      return line && extentOf(line, top)
    }
    return correction(this.#anchors, extentNow, this.#scroller.clientWidth)
  }

  #settle(): void {
    this.#leftAt = this.#scroller.scrollTop
    this.#isPinned = isPinned(this.stand, this.#hasNewer())
    this.#anchors = this.#seenAnchors()
    this.#changed()
  }

  /** `rest`: so far below its place it all is. */
  #seenAnchors(rest = 0): Anchor[] {
    const lines = this.#lines.children
    const top = this.#scrollerTop()
    const { clientWidth: width, clientHeight } = this.#scroller
    const bottomOf = (index: number) => (lines[index]?.getBoundingClientRect().bottom ?? Infinity) - top
    const anchors: Anchor[] = []
    /** Holds where nothing else does. */
    let last: Anchor | null = null
    for (
      let i = firstVisible(lines.length, bottomOf, 0);
      i < lines.length && anchors.length < ANCHORS_MAX;
      i++
    ) {
      const line = lines[i]
      if (!(line instanceof HTMLElement) || line.dataset.anchor === undefined || !line.dataset.key) continue
      last = { key: line.dataset.key, width, ...extentOf(line, top + rest) }
      if (isRead(last, clientHeight)) anchors.push(last)
    }
    return anchors.length === 0 && last ? [last] : anchors
  }

  #scrollerTop(): number {
    return this.#scroller.getBoundingClientRect().top
  }

  #line(key: string): Element | null {
    return this.#lines.querySelector(`:scope > [data-key="${CSS.escape(key)}"]`)
  }
}

/** A name above the words is no part of it: pages put above take it away. */
function extentOf(line: Element, top: number): Extent {
  const words = line.querySelector('[data-text]') ?? line
  return {
    top: words.getBoundingClientRect().top - top,
    bottom: line.getBoundingClientRect().bottom - top,
  }
}

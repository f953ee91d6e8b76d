import type { MessageId, Sequence } from '@confab/protocol'
import { untrack } from 'svelte'
import { isAttended } from '../room/attention.ts'
import type { RoomSession } from '../room/room-session.svelte.ts'
import { distanceToEnd, firstVisible } from './scroll-anchor.ts'
import { readable, SEEN_AFTER_MS, Seeing, type SeenLine } from './seeing.ts'

/** So near the end, in pixels, the last line counts as seen, and all before it. */
const END_WITHIN_PX = 8

/** Marks as read what somebody really saw: on the screen for a moment, in a page that is looked at. Made while a component is. */
export class ReadingOn {
  readonly #session: RoomSession
  readonly #list: () => { scroller: HTMLElement; lines: HTMLElement } | null
  readonly #seeing = new Seeing()
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(session: RoomSession, list: () => { scroller: HTMLElement; lines: HTMLElement } | null) {
    this.#session = session
    this.#list = list
    $effect(() => {
      if (!isAttended()) untrack(() => session.room.tellRead())
      untrack(() => this.look())
    })
    $effect(() => {
      const tell = () => session.room.tellRead()
      addEventListener('pagehide', tell)
      return () => {
        removeEventListener('pagehide', tell)
        clearTimeout(this.#timer)
        tell()
      }
    })
  }

  /** To be called whenever what is on the screen changed. */
  look(): void {
    untrack(() => this.#look())
  }

  #look(): void {
    clearTimeout(this.#timer)
    const now = performance.now()
    const upTo = this.#seeing.look(this.#seen(), now)
    if (upTo !== null) this.#session.room.markRead(upTo)
    if (this.#seeing.isWaiting(now)) this.#timer = setTimeout(() => this.look(), SEEN_AFTER_MS)
  }

  #seen(): Sequence[] {
    const list = this.#list()
    const { isLanded } = this.#session
    if (!list || !isLanded || !isAttended()) return []
    const { records, hasNewer, cursor } = this.#session.room.view.timeline
    const { scrollTop, clientHeight, scrollHeight } = list.scroller
    const toEnd = distanceToEnd({ top: scrollTop, viewport: clientHeight, content: scrollHeight })
    const isEndSeen = !hasNewer && toEnd <= END_WITHIN_PX
    // Whoever was brought to a message by a link or a search has not read what lies before it.
    if (isEndSeen) this.#session.isVisiting = false
    if (this.#session.isVisiting) return []
    const places = new Map<MessageId, Sequence>()
    for (const record of records) if (record.kind === 'message') places.set(record.messageId, record.sequence)
    const seen = readable(onScreen(list, places), list.scroller.getBoundingClientRect())
    return isEndSeen ? [...seen, cursor] : seen
  }
}

/** The messages on the screen, from the first one that reaches into the list. */
function onScreen(
  { scroller, lines }: { scroller: HTMLElement; lines: HTMLElement },
  places: ReadonlyMap<string, Sequence>,
): SeenLine[] {
  const { children } = lines
  const list = scroller.getBoundingClientRect()
  const bottomOf = (index: number) => children[index]?.getBoundingClientRect().bottom ?? Infinity
  const found: SeenLine[] = []
  for (let i = firstVisible(children.length, bottomOf, list.top); i < children.length; i++) {
    const line = children[i]
    if (!(line instanceof HTMLElement)) continue
    const { top, bottom } = line.getBoundingClientRect()
    if (top >= list.bottom) break
    const sequence = places.get(line.dataset.key ?? '')
    if (sequence !== undefined) found.push({ sequence, top, bottom })
  }
  return found
}

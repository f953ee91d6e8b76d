import type { Sequence } from '@confab/protocol'
import { tick, untrack } from 'svelte'
import { isAttended } from '../room/attention.ts'
import { isUp } from '../room/is-up.ts'
import type { RoomSession } from '../room/room-session.svelte.ts'
import { ListScroll } from './list-scroll.ts'
import { type NewsAt, newsAt } from './news.ts'
import { ReadingOn } from './reading.svelte.ts'
import { type ReadingPlace, readingPlace } from './reading-place.ts'
import { rowParts } from './row/parts.svelte.ts'
import type { Row } from './rows.ts'
import { pageWanted } from './scroll-anchor.ts'

/** How long a message that was gone to is marked, in milliseconds. */
const SHOWN_MS = 2_000

/** Where the list of a room stands and how it gets elsewhere: the first place, pages, messages gone to, the end. Made while a component is. */
export class ListPlace {
  scroller = $state<HTMLElement>()
  lines = $state<HTMLElement>()
  /** More than what is seen lies below. */
  isFar = $state(false)
  isPaging = $state(false)
  /** The message that was gone to, while it is shown which one it is. */
  shownKey = $state<string | null>(null)
  /** Where what is new begins. */
  news = $state<NewsAt>('none')
  /** The divider that `news` speaks of. */
  #newsAfter: Sequence | null = null
  readonly #session: RoomSession
  readonly #showAll: () => Promise<void>
  readonly #readingOn: ReadingOn
  #scroll: ListScroll | null = null
  #isLanding = false
  /** Where reading stopped when the line went; null while nobody was cut off. */
  #stoppedAt: ReadingPlace | null = null
  #shownTimer: ReturnType<typeof setTimeout> | undefined

  /** `showAll` puts all rows into the list, should there be only those that are seen at first. */
  constructor(session: RoomSession, rows: () => readonly Row[], showAll: () => Promise<void>) {
    this.#session = session
    this.#showAll = showAll
    this.#readingOn = new ReadingOn(session, () => this.#elements())
    this.#follow(rows)
    $effect(() => {
      if (isUp(session.connection)) untrack(() => void this.fillPages())
      else untrack(() => this.#stopReading())
    })
    $effect(() => {
      if (session.view.phase === 'live' && this.#elements()) untrack(() => void this.#land())
    })
    $effect(() => {
      session.list = {
        toEnd: (isSeen) => void this.toEnd(isSeen),
        show: (sequence) => this.show(sequence),
        scrollByPages: (pages) => this.#scroll?.byPages(pages),
        focus: () => this.scroller?.focus({ preventScroll: true }),
      }
      return () => {
        session.list = null
      }
    })
    // A link to a message of the room that is open already.
    $effect(() => {
      const { wanted } = session
      if (wanted === null || !session.isLanded) return
      session.wanted = null
      untrack(() => void this.show(wanted))
    })
    // What is edited is to be seen.
    $effect(() => {
      const { editing } = session
      if (!editing) return
      untrack(() =>
        this.lines
          ?.querySelector(`[data-key="${CSS.escape(editing)}"]`)
          ?.scrollIntoView({ block: 'nearest' }),
      )
    })
    $effect(() => () => clearTimeout(this.#shownTimer))
  }

  /** To be called on every scroll event. Answers whether the person scrolled. */
  scrolled(): boolean {
    const isByPerson = this.#scroll?.capture() ?? false
    if (this.#stoppedAt && this.#scroll && isByPerson)
      this.#stoppedAt = readingPlace(this.#scroll, this.#session.room.view.timeline)
    void this.fillPages()
    return isByPerson
  }

  /** Loads pages one after the other until there is enough on both sides. */
  async fillPages(): Promise<void> {
    const { room, isLanded } = this.#session
    if (this.isPaging || !isLanded) return
    for (let page = this.#nextPage(); page; page = this.#nextPage()) {
      this.isPaging = true
      const { from, to } = room.view.timeline
      await (page === 'older' ? room.loadOlder() : room.loadNewer())
      await tick()
      // Nothing came, the line is down say: the next scroll or the next connection asks again.
      if (room.view.timeline.from === from && room.view.timeline.to === to) break
    }
    this.isPaging = false
  }

  /** `isSeen`: it is shown where the list goes, where it has not far to go. */
  async toEnd(isSeen = false): Promise<void> {
    const { room } = this.#session
    this.#session.isVisiting = false
    const isReplaced = room.view.timeline.hasNewer
    if (isReplaced) {
      await room.showLatest()
      await tick()
    }
    if (isSeen && !isReplaced && !matchMedia('(prefers-reduced-motion: reduce)').matches)
      this.#scroll?.glideToEnd()
    else this.#scroll?.toEnd()
  }

  /** Goes to where what is new begins. */
  async toNews(): Promise<void> {
    const { room, newAfter } = this.#session
    if (newAfter === null) return
    if (room.view.timeline.from > newAfter) {
      await room.showAround(newAfter)
      await tick()
    }
    this.#scroll?.place('new', 1 / 3)
    this.dismissNews()
    this.scroller?.focus({ preventScroll: true })
  }

  dismissNews(): void {
    this.news = 'passed'
  }

  /** Goes to the message at a place and shows for a moment which it is; false when there is none. */
  async show(sequence: Sequence): Promise<boolean> {
    const { room } = this.#session
    this.#session.isVisiting = true
    await this.#bring(sequence)
    const record = room.view.timeline.records.find(
      (record) => record.kind === 'message' && record.sequence === sequence,
    )
    if (record?.kind === 'message' && this.#session.ignored.has(record.authorId)) {
      rowParts()?.unfold([record.messageId])
      await tick()
    }
    if (record?.kind !== 'message' || !this.#scroll?.place(record.messageId, 1 / 3)) return false
    // Whoever went there is where they want to be: a lost line brings them back here.
    if (this.#stoppedAt) this.#stoppedAt = readingPlace(this.#scroll, room.view.timeline)
    clearTimeout(this.#shownTimer)
    this.shownKey = record.messageId
    this.#shownTimer = setTimeout(() => {
      this.shownKey = null
    }, SHOWN_MS)
    return true
  }

  /** The list stays where it is while its rows change. */
  #follow(rows: () => readonly Row[]): void {
    $effect(() => {
      const elements = this.#elements()
      if (!elements) return
      const { room } = this.#session
      const made = new ListScroll(
        elements.scroller,
        elements.lines,
        () => room.view.timeline.hasNewer,
        () => this.#settled(),
      )
      this.#scroll = made
      return () => {
        made.close()
        this.#scroll = null
      }
    })
    // Two halves of one act: where the list stands before the rows change, and the same place after.
    $effect.pre(() => {
      rows()
      this.#scroll?.capture()
    })
    $effect(() => {
      rows()
      this.#scroll?.restore()
      untrack(() => void this.fillPages())
    })
  }

  #elements(): { scroller: HTMLElement; lines: HTMLElement } | null {
    const { scroller, lines } = this
    return scroller && lines ? { scroller, lines } : null
  }

  #settled(): void {
    const scroll = this.#scroll
    if (!scroll) return
    this.#session.isAtEnd = scroll.isPinned
    this.#session.room.follow(scroll.isPinned)
    this.isFar = scroll.isFar
    untrack(() => this.#lookForNews())
    this.#readingOn.look()
  }

  #lookForNews(): void {
    const { newAfter, isLanded, room } = this.#session
    if (!isLanded) return
    if (newAfter !== this.#newsAfter) this.news = 'none'
    this.#newsAfter = newAfter
    this.news = newsAt(
      this.news,
      newAfter === null ? null : this.#isNewsAbove(room.view.timeline.from > newAfter),
      isAttended(),
    )
  }

  /** Null where there is no divider to be seen. */
  #isNewsAbove(isOutside: boolean): boolean | null {
    const divider = this.lines?.querySelector(':scope > [data-key="new"]')
    if (!divider || !this.scroller) return isOutside || null
    return divider.getBoundingClientRect().bottom <= this.scroller.getBoundingClientRect().top
  }

  /** What comes when the line is back was not read while it came, at the end of the list or not. */
  #stopReading(): void {
    if (!this.#session.isLanded || !this.#scroll) return
    this.#session.isLanded = false
    this.#scroll.rest()
    this.#stoppedAt = readingPlace(this.#scroll, this.#session.room.view.timeline)
  }

  /** The first place, and that after every lost line: with unread messages the divider at a third of the height, else the end. */
  async #land(): Promise<void> {
    const session = this.#session
    if (session.isLanded || this.#isLanding) return
    this.#isLanding = true
    const { unread, lastRead, wanted } = session
    const cameFrom = this.#stoppedAt
    this.#stoppedAt = null
    session.wanted = null
    await this.#showAll()
    if (wanted !== null && (await this.show(wanted))) await tick()
    else if (cameFrom && !cameFrom.isPinned) await this.#returnTo(cameFrom)
    // Whoever scrolled meanwhile knows where they want to be.
    else if (cameFrom || this.#scroll?.direction === 'none') {
      if (unread.count > 0) session.newAfter = lastRead
      if (unread.count > 0 && unread.isOutside) await session.room.showAround(lastRead)
      await tick()
      const isPlaced = unread.count > 0 && this.#scroll?.place('new', 1 / 3)
      if (!isPlaced) await this.toEnd()
    }
    this.#isLanding = false
    session.isLanded = true
    this.#lookForNews()
    this.#readingOn.look()
    void this.fillPages()
  }

  /** Whoever was away for long got the newest page in the place of the one they were reading. */
  async #returnTo({ anchor, sequence }: ReadingPlace): Promise<void> {
    if (!anchor || sequence === null) return
    await this.#bring(sequence)
    this.#scroll?.holdTo(anchor)
  }

  /** Puts a place into the window, unless it is there. */
  async #bring(sequence: Sequence): Promise<void> {
    const { room } = this.#session
    const { from, to } = room.view.timeline
    if (sequence > from && sequence <= to) return
    await room.showAround(sequence)
    await tick()
  }

  #nextPage(): 'older' | 'newer' | null {
    const { room, client } = this.#session
    if (!this.#scroll || !isUp(client.connection)) return null
    const { hasOlder, hasNewer, records } = room.view.timeline
    const { stand, direction } = this.#scroll
    return pageWanted({ ...stand, direction, hasOlder, hasNewer, recordCount: records.length })
  }
}

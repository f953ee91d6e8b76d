import type { Answer, Found, Room } from '@confab/client'
import type { SearchResult, Sequence } from '@confab/protocol'
import { SEARCH_QUERY_LENGTH_MAX } from '@confab/protocol'

/** How long typing has to pause before it is searched, in milliseconds. */
const PAUSE_MS = 250

/** How it stands with what was searched last. */
export type SearchPhase = 'idle' | 'searching' | 'found' | 'failed'

/** Searching one room while somebody types: what was asked last counts, whatever comes back in between. */
export class RoomSearch {
  readonly #room: Pick<Room, 'search'>
  text = $state('')
  phase = $state<SearchPhase>('idle')
  results = $state.raw<readonly SearchResult[]>([])
  /** Where to go on; null when that was all. */
  next = $state.raw<Sequence | null>(null)
  isLoadingMore = $state(false)
  /** Why it did not work. */
  failure = $state<'rate-limited' | 'unavailable' | null>(null)
  #asked = 0
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(room: Pick<Room, 'search'>) {
    this.#room = room
  }

  get query(): string {
    return this.text.trim().slice(0, SEARCH_QUERY_LENGTH_MAX)
  }

  /** Something was typed. What was found before stays until there is something else to show. */
  type(text: string): void {
    this.text = text
    clearTimeout(this.#timer)
    if (this.query === '') return this.#reset()
    this.phase = this.results.length > 0 && this.phase === 'found' ? 'found' : 'searching'
    this.#timer = setTimeout(() => void this.search(), PAUSE_MS)
  }

  /** Searches at once, from the newest message on. */
  async search(): Promise<void> {
    clearTimeout(this.#timer)
    if (this.query === '') return
    if (this.phase !== 'found') this.phase = 'searching'
    const asked = ++this.#asked
    const answer = await this.#room.search(this.query)
    if (asked !== this.#asked) return
    this.isLoadingMore = false
    this.#take(answer, [])
  }

  /** Goes on where the last page ended. */
  async more(): Promise<void> {
    if (this.next === null || this.isLoadingMore) return
    const asked = this.#asked
    this.isLoadingMore = true
    const answer = await this.#room.search(this.query, { before: this.next })
    if (asked !== this.#asked) return
    this.isLoadingMore = false
    this.#take(answer, this.results)
  }

  close(): void {
    clearTimeout(this.#timer)
    this.#asked++
  }

  #take(answer: Answer<Found>, before: readonly SearchResult[]): void {
    if (!answer.ok) {
      this.phase = 'failed'
      this.failure = answer.refusal.code === 'rate-limited' ? 'rate-limited' : 'unavailable'
      return
    }
    this.phase = 'found'
    this.failure = null
    this.results = [...before, ...answer.value.results]
    this.next = answer.value.next
  }

  #reset(): void {
    this.#asked++
    this.phase = 'idle'
    this.results = []
    this.next = null
    this.failure = null
    this.isLoadingMore = false
  }
}

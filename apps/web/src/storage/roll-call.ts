import type { ChangeId } from '@confab/client'
import type { MessageId, TabId } from '@confab/protocol'
import type { UnsentChange } from './app-storage.ts'
import { type After, askIsAlive, type TabLine, type TabWord } from './tab-line.ts'

/** A post or change not settled within this time may have lost its tab. Most are acked in a tenth of it. */
export const UNSETTLED_MS = 1_500

/**
 * Finds tabs that died with something waiting, so that another sends it within two seconds: a tab with something waiting says so;
 * if it then stays silent, the others ask whether it lives, and one that gets no answer adopts what it left. Two may adopt
 * at once; the server takes each message id once (D3), and changes are states.
 */
export class RollCall {
  readonly #tabId: TabId
  readonly #line: TabLine
  readonly #after: After
  readonly #adopt: (tabId: TabId) => void
  /** What is on its way from here. */
  readonly #waiting = new Set<MessageId | ChangeId>()
  /** Other tabs that said they wait, each with what calls the next question off. */
  readonly #watched = new Map<TabId, () => void>()
  readonly #asked = new Map<TabId, (isAlive: boolean) => void>()
  readonly #asker: string

  constructor(options: {
    tabId: TabId
    asker: string
    line: TabLine
    after: After
    adopt: (tabId: TabId) => void
  }) {
    this.#tabId = options.tabId
    this.#asker = options.asker
    this.#line = options.line
    this.#after = options.after
    this.#adopt = options.adopt
    this.#line.hear((word) => this.#heard(word))
  }

  /** On start: takes over what tabs of an earlier life left. */
  async checkTabs(tabIds: readonly TabId[]): Promise<void> {
    await Promise.all(tabIds.filter((tabId) => tabId !== this.#tabId).map((tabId) => this.#check(tabId)))
  }

  /** To be told of everything this tab has to send, and when it has not any more. */
  unsentChanged(change: UnsentChange): void {
    const hadSome = this.#waiting.size > 0
    const isWaiting =
      change.kind === 'saved' && change.unsent.refusal === null && change.unsent.tabId === this.#tabId
    if (isWaiting) this.#waiting.add(change.id)
    else this.#waiting.delete(change.id)
    const hasSome = this.#waiting.size > 0
    if (hasSome !== hadSome) this.#line.say({ word: hasSome ? 'waiting' : 'settled', tabId: this.#tabId })
  }

  #heard(word: TabWord): void {
    switch (word.word) {
      case 'who-is-alive':
        if (word.tabId === this.#tabId && word.asker !== this.#asker)
          this.#line.say({ word: 'alive', tabId: this.#tabId, to: word.asker })
        return
      case 'alive':
        if (word.to === this.#asker) this.#asked.get(word.tabId)?.(true)
        return
      case 'waiting':
        if (word.tabId !== this.#tabId) this.#watch(word.tabId)
        return
      case 'settled':
      case 'adopted':
        this.#unwatch(word.tabId)
        return
    }
  }

  #watch(tabId: TabId): void {
    this.#watched.get(tabId)?.()
    this.#watched.set(
      tabId,
      this.#after(UNSETTLED_MS, () => void this.#check(tabId)),
    )
  }

  #unwatch(tabId: TabId): void {
    this.#watched.get(tabId)?.()
    this.#watched.delete(tabId)
  }

  async #check(tabId: TabId): Promise<void> {
    const wasWatched = this.#watched.has(tabId)
    const isAlive = await this.#isAlive(tabId)
    // Settled or adopted by another while it was asked: nothing is left to do.
    if (wasWatched && !this.#watched.has(tabId)) return
    if (isAlive) {
      // Offline, probably. It stays watched for as long as it waits.
      if (wasWatched) this.#watch(tabId)
      return
    }
    this.#unwatch(tabId)
    this.#line.say({ word: 'adopted', tabId })
    this.#adopt(tabId)
  }

  #isAlive(tabId: TabId): Promise<boolean> {
    return askIsAlive({
      tabId,
      asker: this.#asker,
      line: this.#line,
      after: this.#after,
      answered: (settle) => this.#asked.set(tabId, settle),
    }).finally(() => this.#asked.delete(tabId))
  }
}

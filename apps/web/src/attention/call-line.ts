import type { RoomId, Sequence } from '@confab/protocol'

/** What tabs of one browser say to each other about calling: each of them hears of every message, and one calls. */
export type CallWord =
  | { word: 'calling'; roomId: RoomId; tab: string }
  | { word: 'looked-at'; roomId: RoomId }
  | { word: 'called'; roomId: RoomId; upTo: Sequence }

export type Channel = { say(word: CallWord): void; hear(listener: (word: CallWord) => void): void }

/** How long a tab waits for the others before it calls, in milliseconds. What comes meanwhile is told with it. */
export const GATHER_MS = 150

/** Agrees with the other tabs which of them calls; none does for a room that one of them shows to somebody. */
export class CallLine {
  readonly #channel: Channel
  readonly #tab: string
  readonly #isLookedAt: (roomId: RoomId) => boolean
  /** Rooms this tab is about to call for. */
  readonly #claims = new Map<RoomId, { isOurs: boolean }>()
  readonly #called = new Map<RoomId, Sequence>()

  constructor(channel: Channel, tab: string, isLookedAt: (roomId: RoomId) => boolean) {
    this.#channel = channel
    this.#tab = tab
    this.#isLookedAt = isLookedAt
    channel.hear((word) => this.#heard(word))
  }

  /** Somebody is about to be called. The answer, some time later, is asked of `settle`. */
  claim(roomId: RoomId): void {
    if (this.#claims.has(roomId)) return
    this.#claims.set(roomId, { isOurs: true })
    this.#channel.say({ word: 'calling', roomId, tab: this.#tab })
  }

  /** Whether it is this tab that calls, for messages up to a place. Ends the claim. */
  settle(roomId: RoomId, upTo: Sequence): boolean {
    const claim = this.#claims.get(roomId)
    this.#claims.delete(roomId)
    if (!claim?.isOurs || (this.#called.get(roomId) ?? 0) >= upTo) return false
    this.#called.set(roomId, upTo)
    this.#channel.say({ word: 'called', roomId, upTo })
    return true
  }

  #heard(word: CallWord): void {
    const claim = this.#claims.get(word.roomId)
    switch (word.word) {
      case 'calling':
        if (this.#isLookedAt(word.roomId)) this.#channel.say({ word: 'looked-at', roomId: word.roomId })
        // Two at once: the one whose id comes first. Both know both ids.
        if (claim && word.tab < this.#tab) claim.isOurs = false
        else if (claim) this.#channel.say({ word: 'calling', roomId: word.roomId, tab: this.#tab })
        return
      case 'looked-at':
        if (claim) claim.isOurs = false
        return
      case 'called':
        this.#called.set(word.roomId, Math.max(this.#called.get(word.roomId) ?? 0, word.upTo))
        return
    }
  }
}

/** The line to the other tabs of this browser; where there is none, a tab is alone. */
export function openCallChannel(): Channel {
  if (!('BroadcastChannel' in globalThis)) return { say() {}, hear() {} }
  const channel = new BroadcastChannel('confab-calls')
  return {
    say: (word) => channel.postMessage(word),
    hear: (listener) =>
      channel.addEventListener('message', (event: MessageEvent<CallWord>) => listener(event.data)),
  }
}

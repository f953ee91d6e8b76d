import type { MemberId, MessageId, MessageRecord, Sequence } from '@confab/protocol'
import {
  PUSH_ADDRESSED_MAX,
  PUSH_DELAY_MS,
  PUSH_LAST_LOOK_MS,
  PUSH_LATEST_MAX,
  PUSH_PAUSE_MS,
  PUSH_SECOND_LOOK_MS,
} from '../limits.ts'

/** What is kept in mind of a message; what it says is read when it is time, for it may be edited or deleted until then. */
type Post = { messageId: MessageId; sequence: Sequence; authorId: MemberId; at: number; looks: number }

/** How old a message is when it is looked who is to be called for it. */
const LOOK_AGES_MS = [PUSH_DELAY_MS, PUSH_SECOND_LOOK_MS, PUSH_LAST_LOOK_MS]

/** A room with something to call for: what was posted, and when it is time to look. Times are monotonic milliseconds. */
export class WatchedRoom {
  #latest: Post[] = []
  #addressed: Post[] = []
  #lookedAt = Number.NEGATIVE_INFINITY
  #dueAt = Number.POSITIVE_INFINITY

  /** When to look next; never when nothing is left to look at. */
  get dueAt(): number {
    return this.#dueAt
  }

  /** Nothing is left to call for, and nobody was looked for a moment ago. */
  isOver(now: number): boolean {
    return this.#dueAt === Number.POSITIVE_INFINITY && now >= this.#lookedAt + PUSH_PAUSE_MS
  }

  /** The messages to look at, by their ids. */
  get messageIds(): MessageId[] {
    return [...new Set([...this.#latest, ...this.#addressed].map(({ messageId }) => messageId))]
  }

  /** A message was posted. On the path of a message: it only takes note. */
  posted({ messageId, sequence, authorId, body, replyTo }: MessageRecord, now: number): void {
    const post: Post = { messageId, sequence, authorId, at: now, looks: 0 }
    const isAddressed = replyTo !== undefined || body.includes('<@')
    const list = isAddressed ? this.#addressed : this.#latest
    // Of somebody who writes a lot the newest will do: what another wrote before is what they themselves may be called for.
    if (!isAddressed && list.at(-1)?.authorId === authorId && list.at(-1)?.looks === 0) list.pop()
    list.push(post)
    if (list.length > (isAddressed ? PUSH_ADDRESSED_MAX : PUSH_LATEST_MAX)) list.shift()
    this.#dueAt = Math.min(this.#dueAt, this.#notBefore(now + PUSH_DELAY_MS))
  }

  /** It was looked. What is old enough is looked at no more. */
  looked(now: number): void {
    this.#lookedAt = now
    const left = (post: Post) => {
      while (now >= post.at + (LOOK_AGES_MS[post.looks] ?? Number.POSITIVE_INFINITY)) post.looks += 1
      return post.looks < LOOK_AGES_MS.length
    }
    this.#latest = this.#latest.filter(left)
    this.#addressed = this.#addressed.filter(left)
    let nextAt = Number.POSITIVE_INFINITY
    for (const { at, looks } of [...this.#latest, ...this.#addressed])
      nextAt = Math.min(nextAt, at + (LOOK_AGES_MS[looks] ?? Number.POSITIVE_INFINITY))
    this.#dueAt = this.#notBefore(nextAt)
  }

  /** It was looked, and nobody can be called there. */
  nobody(now: number): void {
    this.#latest = []
    this.#addressed = []
    this.looked(now)
  }

  #notBefore(at: number): number {
    return Math.max(at, this.#lookedAt + PUSH_PAUSE_MS)
  }
}

import type { Hello } from '@confab/protocol'
import {
  HELLO_WAIT_MS_MAX,
  HELLOS_JOIN_SHARE,
  JOINS_WAITING_MAX,
  type RateLimit,
  RESUMES_WAITING_MAX,
} from '../limits.ts'
import { fullBucket, refillBucket, takeToken, waitForToken } from '../rooms/rate-limit.ts'

/** Somebody whose hello came, and what it said. */
export type Guest<Line> = { line: Line; hello: Hello }

/** What came of a hello: heard now, later, or not at all because too many wait. */
export type Arrival = 'admitted' | 'waiting' | 'turned-away'

/**
 * Who may say hello, and when: so many a second, and past that those who come back before those who come new, each kind in the order in
 * which it came. Whoever resumes was in the middle of something, and has posts in an outbox; whoever joins has not begun. Still, every
 * tenth place is a newcomer's, so that no number of returns, true or pretended, keeps everybody else out.
 *
 * Holds no timer: times come in as monotonic milliseconds.
 */
export class HelloQueue<Line> {
  readonly #limit: RateLimit
  readonly #resumes = new Map<Line, { hello: Hello; since: number }>()
  readonly #joins = new Map<Line, { hello: Hello; since: number }>()
  #bucket
  #resumesInARow = 0

  constructor(limit: RateLimit) {
    this.#limit = limit
    this.#bucket = fullBucket(limit)
  }

  /** How many wait. */
  get length(): number {
    return this.#resumes.size + this.#joins.size
  }

  /** A hello came. Nobody is heard before those who wait already. */
  arrive({ line, hello }: Guest<Line>, now: number): Arrival {
    if (this.length === 0) {
      const taken = takeToken(this.#limit, this.#bucket, now)
      this.#bucket = taken.bucket
      if (taken.ok) return 'admitted'
    }
    const isResume = hello.resume.length > 0
    const kind = isResume ? this.#resumes : this.#joins
    if (kind.size >= (isResume ? RESUMES_WAITING_MAX : JOINS_WAITING_MAX)) return 'turned-away'
    kind.set(line, { hello, since: now })
    return 'waiting'
  }

  /** A line is gone: its place is the next one's. */
  forget(line: Line): void {
    this.#resumes.delete(line)
    this.#joins.delete(line)
  }

  /** Those who waited too long: their clients are about to give up, and sooner come back than wait on. */
  expire(now: number): Line[] {
    const expired: Line[] = []
    for (const kind of [this.#resumes, this.#joins])
      for (const [line, { since }] of kind) {
        if (now - since < HELLO_WAIT_MS_MAX) break
        kind.delete(line)
        expired.push(line)
      }
    return expired
  }

  /** Those whose turn it is. */
  admit(now: number): Guest<Line>[] {
    this.#bucket = refillBucket(this.#limit, this.#bucket, now)
    const admitted: Guest<Line>[] = []
    while (this.#bucket.tokens >= 1) {
      const next = this.#next()
      if (!next) break
      this.#bucket = { ...this.#bucket, tokens: this.#bucket.tokens - 1 }
      admitted.push(next)
    }
    return admitted
  }

  /** In how many milliseconds the next one can be admitted. */
  wait(now: number): number {
    return waitForToken(this.#limit, this.#bucket, now)
  }

  #next(): Guest<Line> | null {
    const isJoinsTurn = this.#resumesInARow >= HELLOS_JOIN_SHARE - 1
    const resume = isJoinsTurn && this.#joins.size > 0 ? null : takeFirst(this.#resumes)
    this.#resumesInARow = resume ? this.#resumesInARow + 1 : 0
    return resume ?? takeFirst(this.#joins)
  }
}

function takeFirst<Line>(kind: Map<Line, { hello: Hello }>): Guest<Line> | null {
  for (const [line, { hello }] of kind) {
    kind.delete(line)
    return { line, hello }
  }
  return null
}

import type {
  Attention,
  Command,
  Done,
  Edits,
  Entered,
  FileLinks,
  Knocks,
  PageReply,
  Place,
  Reactors,
  RecordsReply,
  Ref,
  Refusal,
  SearchResults,
  Summaries,
} from '@confab/protocol'
import { type Answer, accepted, type RefusalReason, refused } from './answer.ts'
import { backoffMs, type Random } from './backoff.ts'
import type { Clock } from './clock.ts'

/** What answers a command with a ref. */
export type Reply =
  | Entered
  | Done
  | PageReply
  | Place
  | RecordsReply
  | Edits
  | FileLinks
  | Reactors
  | Knocks
  | SearchResults
  | Summaries
  | (Attention & { ref: Ref })

/** How a request behaves when there is no line, or it is lost before the answer. */
export type RequestOptions = {
  /** Waits for a line and is asked again on the next one; else it is answered 'unavailable' at once. */
  isRepeatable: boolean
  /** Time for everything, in milliseconds. */
  timeoutMs: number
}

/** Commands that wait for their one reply. Each has an end in time, so none is kept for good. */
export interface Requests {
  /**
   * Asks, and calls back once. The call comes while the frame is read, before the events after the reply. `make` is called
   * for each try; by null it says that nobody wants it any more, and the answer is a refusal.
   */
  ask(
    make: (ref: number) => Command | null,
    options: RequestOptions,
    answered: (answer: Answer<Reply>) => void,
  ): void
  /** A ref for something the caller sends itself, on this line only. */
  expect(timeoutMs: number, answered: (answer: Answer<Reply>) => void): number
  /** A reply or refusal came. Answers whether anybody waits for it. */
  settle(event: Reply | Refusal): boolean
  /** The line is up: asks what waits. */
  lineUp(): void
  /** The line is lost: what can be asked again waits, the rest is unavailable. */
  lineLost(): void
  /** Everything is unavailable from now on. */
  close(): void
}

/** How long a person waits for an answer before being told that there is none, in milliseconds. */
export const REQUEST_TIMEOUT_MS = 15_000

const UNAVAILABLE: RefusalReason = { code: 'unavailable' }

/** A limit that is over sooner than this is waited out, in milliseconds; a longer one a person is told of. */
const RATE_WAIT_MS_MAX = 2_000

/**
 * The node will take it later, or another node will: asked again without bothering anybody. A refusal says that nothing
 * happened, so asking again is safe for every command.
 */
const isPassing = ({ code, retryAfterMs = 0 }: RefusalReason): boolean =>
  code === 'busy' ||
  code === 'unavailable' ||
  code === 'draining' ||
  (code === 'rate-limited' && retryAfterMs <= RATE_WAIT_MS_MAX)

type Open = {
  make: ((ref: number) => Command | null) | null
  isRepeatable: boolean
  isSent: boolean
  tries: number
  refusal: RefusalReason
  cancel: () => void
  answered: (answer: Answer<Reply>) => void
}

/**
 * Makes the requests of one client. `send` is called while the line is up, `unanswered` when time is up for one that was sent and
 * of which nothing was heard.
 */
export function createRequests(options: {
  clock: Clock
  random: Random
  isUp(): boolean
  send(command: Command): void
  unanswered(): void
}): Requests {
  const { clock, random, isUp, send, unanswered } = options
  const open = new Map<number, Open>()
  let refsUsed = 0

  function finish(ref: number, answer: Answer<Reply>): void {
    const request = open.get(ref)
    if (!request) return
    open.delete(ref)
    request.cancel()
    request.answered(answer)
  }

  function add(request: Omit<Open, 'cancel' | 'tries' | 'refusal'>, timeoutMs: number): number {
    refsUsed += 1
    const ref = refsUsed
    const cancel = clock.after(timeoutMs, () => runOut(ref))
    open.set(ref, { ...request, tries: 0, refusal: UNAVAILABLE, cancel })
    return ref
  }

  function runOut(ref: number): void {
    const request = open.get(ref)
    if (!request) return
    const { isSent, refusal } = request
    finish(ref, refused(refusal))
    if (isSent && refusal === UNAVAILABLE && isUp()) unanswered()
  }

  function sendOpen(ref: number): void {
    const request = open.get(ref)
    if (!request?.make || request.isSent || !isUp()) return
    const command = request.make(ref)
    if (!command) return finish(ref, refused(request.refusal))
    request.isSent = true
    send(command)
  }

  function askAgain(ref: number, request: Open, refusal: RefusalReason): void {
    const delayMs = refusal.retryAfterMs ?? backoffMs(request.tries, random())
    request.tries += 1
    request.refusal = refusal
    clock.after(delayMs, () => {
      if (open.get(ref) !== request) return
      request.isSent = false
      sendOpen(ref)
    })
  }

  return {
    ask(make, { isRepeatable, timeoutMs }, answered) {
      if (!isRepeatable && !isUp()) return answered(refused(UNAVAILABLE))
      sendOpen(add({ make, isRepeatable, isSent: false, answered }, timeoutMs))
    },
    expect: (timeoutMs, answered) =>
      add({ make: null, isRepeatable: false, isSent: true, answered }, timeoutMs),
    settle(event) {
      const isAwaited = open.has(event.ref)
      if (event.type !== 'refusal') {
        finish(event.ref, accepted(event))
        return isAwaited
      }
      const { type: _type, ref, ...refusal } = event
      const request = open.get(ref)
      if (request?.make && isPassing(refusal)) askAgain(ref, request, refusal)
      else finish(ref, refused(refusal))
      return isAwaited
    },
    lineUp() {
      for (const ref of [...open.keys()]) sendOpen(ref)
    },
    lineLost() {
      for (const [ref, request] of [...open]) {
        if (request.isRepeatable) request.isSent = false
        else finish(ref, refused(UNAVAILABLE))
      }
    },
    close() {
      for (const ref of [...open.keys()]) finish(ref, refused(UNAVAILABLE))
    },
  }
}

import {
  type Entered,
  type MemberId,
  type RefusalCode,
  type ResumeRoom,
  type RoomId,
  refusalKind,
  type Sequence,
} from '@confab/protocol'
import type { Answer, RefusalReason } from './answer.ts'
import { backoffMs } from './backoff.ts'
import { createAlarm } from './clock.ts'
import { REQUEST_TIMEOUT_MS, type Reply } from './requests.ts'
import type { RoomPort } from './room-port.ts'
import { type History, isBehind } from './timeline.ts'

/*
 *           resume, enter            entered by reset                    reset
 *     out ────────────────► asked ───────────────────► resetting ─────────────────► in
 *      ▲                     │  └────────────────────► replaying ────── caught up ──►│
 *      │  line lost          │        by replay                                      │
 *      ├─────────────────────┴──────── refused for now: again after a while          │
 *      └──────────────────────────────────────────────── an ack overdue, a foreign ──┘
 *                                                        epoch: asked anew
 *     refused for good, or removed: refused
 */

/** How this connection stands to a room. `replaying` lasts up to where the room was when it was entered. */
export type Entry =
  | { name: 'out' }
  | { name: 'asked' }
  | { name: 'resetting' }
  | { name: 'replaying'; upTo: Sequence }
  | { name: 'in' }
  | { name: 'refused'; code: RefusalCode }

/** Longest jitter before asking for what a hole hides, in milliseconds: often it comes by itself, and a crowd should not ask at once. */
export const MISSING_JITTER_MS = 250

/** Shortest time between two askings for what is missing, in milliseconds. */
export const MISSING_REPEAT_MS = 1_000

/** Gets one room entered on every line, and fills its holes. */
export interface Entering {
  readonly entry: Entry
  /** Its part in a hello, with a ref that waits for the reply. */
  resume(): Omit<ResumeRoom, 'type'>
  /** Asks to enter on the line of now, unless that was done. */
  enter(): void
  /** Asks anew: what this room knows may be of another history, or a post's outcome is unknown. */
  enterAgain(): void
  /** The reply to an entry somebody else asked for. */
  answer(answer: Answer<Reply>): void
  lineLost(): void
  /** The log says that this identity is no member any more. */
  removed(how: 'removed' | 'banned'): void
  /** The history moved: is it caught up, is something missing? */
  moved(by: 'span' | 'reset' | 'heartbeat'): void
  end(): void
}

/** What entering asks of its room. */
export type EnteringHost = {
  roomId: RoomId
  port: RoomPort
  history(): History
  /** The server said who this is here, how far the room is, and how far of it they have seen. */
  entered(
    memberId: MemberId,
    head: Sequence | null,
    seen: { lastRead: Sequence; isSameHistory: boolean },
  ): void
  /** The entry is another one. */
  changed(): void
  /** Caught up: posts may go. */
  caughtUp(): void
  /** No member any more: no post ever goes. */
  putOut(): void
  flush(): void
}

/** Makes the entering of one room. */
export function createEntering(host: EnteringHost): Entering {
  const { roomId, port, history } = host
  const { clock, requests, random } = port
  const entryAlarm = createAlarm(clock)
  const missingAlarm = createAlarm(clock)
  let entry: Entry = { name: 'out' }
  /** Counts askings, so that the answer to one that was given up is not taken for that to the next. */
  let askings = 0
  let refusals = 0
  let missingAskedAt: number | null = null
  let isMissingAsked = false
  let isEnded = false

  const isWaiting = ({ name }: Entry): boolean =>
    name === 'asked' || name === 'resetting' || name === 'replaying'

  function become(next: Entry): void {
    if (isEnded) return
    entry = next
    // A reply whose rest never comes must not keep the room waiting: the line is asked, and the room entered anew.
    if (isWaiting(next)) entryAlarm.set(REQUEST_TIMEOUT_MS, giveUpWaiting)
    else entryAlarm.clear()
    host.changed()
    if (next.name === 'refused' && (next.code === 'removed' || next.code === 'banned')) host.putOut()
    if (next.name !== 'in') return
    refusals = 0
    host.caughtUp()
    askMissing()
  }

  function giveUpWaiting(): void {
    port.doubtLine()
    enterAgain()
    host.flush()
  }

  function resume(): Omit<ResumeRoom, 'type'> {
    askings += 1
    const asking = askings
    // The alarm gives up first; the time here only ends the memory of the ref.
    const ref = requests.expect(2 * REQUEST_TIMEOUT_MS, (answer) => {
      if (asking !== askings || isEnded) return
      answered(answer)
      host.flush()
    })
    become({ name: 'asked' })
    return { ref, roomId, cursor: cursor() }
  }

  function cursor(): ResumeRoom['cursor'] {
    const { epoch, cursor: sequence } = history()
    return epoch === null ? null : { epoch, sequence }
  }

  function enter(): void {
    if (entry.name === 'out' && !isEnded && port.isOnline()) port.send({ type: 'resume-room', ...resume() })
  }

  function enterAgain(): void {
    if (entry.name === 'refused' || isEnded) return
    become({ name: 'out' })
    enter()
  }

  function answered(answer: Answer<Reply>): void {
    if (!answer.ok) refused(answer.refusal)
    else if (answer.value.type === 'entered') entered(answer.value)
  }

  function entered({ memberId, by, epoch, head, lastRead }: Entered): void {
    const isReplay = by === 'replay' && epoch === history().epoch
    const isSameHistory = history().epoch === null || epoch === history().epoch
    host.entered(memberId, isReplay ? head : null, { lastRead, isSameHistory })
    missingAlarm.clear()
    isMissingAsked = false
    if (!isReplay) become({ name: 'resetting' })
    else become(history().cursor >= head ? { name: 'in' } : { name: 'replaying', upTo: head })
  }

  function refused({ code, retryAfterMs }: RefusalReason): void {
    if (refusalKind(code) === 'final') return become({ name: 'refused', code })
    become({ name: 'out' })
    entryAlarm.set(retryAfterMs ?? backoffMs(refusals, random()), () => {
      enter()
      host.flush()
    })
    refusals += 1
  }

  function askMissing(): void {
    if (isMissingAsked || isEnded || entry.name !== 'in' || !isBehind(history())) return
    isMissingAsked = true
    const jitterMs = Math.floor(random() * MISSING_JITTER_MS)
    const againAt = missingAskedAt === null ? 0 : missingAskedAt + MISSING_REPEAT_MS
    missingAlarm.set(Math.max(jitterMs, againAt - clock.monotonic()), () => {
      isMissingAsked = false
      if (entry.name !== 'in' || !isBehind(history()) || !port.isOnline()) return
      isMissingAsked = true
      missingAskedAt = clock.monotonic()
      const ref = requests.expect(REQUEST_TIMEOUT_MS, answeredMissing)
      port.send({ type: 'resume-room', ref, roomId, cursor: cursor() })
    })
  }

  function answeredMissing(answer: Answer<Reply>): void {
    if (entry.name !== 'in' || isEnded) return
    isMissingAsked = false
    if (!answer.ok && refusalKind(answer.refusal.code) === 'final') refused(answer.refusal)
    // The rest follows by itself; should it not, this asks once more.
    else askMissing()
    host.flush()
  }

  return {
    get entry() {
      return entry
    },
    resume,
    enter,
    enterAgain,
    answer(answer) {
      askings += 1
      answered(answer)
    },
    lineLost() {
      askings += 1
      missingAlarm.clear()
      isMissingAsked = false
      if (entry.name !== 'refused') become({ name: 'out' })
    },
    removed(how) {
      askings += 1
      missingAlarm.clear()
      isMissingAsked = false
      become({ name: 'refused', code: how })
    },
    moved(by) {
      if (entry.name === 'resetting' && by === 'reset') return become({ name: 'in' })
      // Each step shows that the rest is still coming.
      if (entry.name === 'replaying' && by !== 'heartbeat')
        return become(history().cursor >= entry.upTo ? { name: 'in' } : entry)
      askMissing()
    },
    end() {
      isEnded = true
      entryAlarm.clear()
      missingAlarm.clear()
    },
  }
}

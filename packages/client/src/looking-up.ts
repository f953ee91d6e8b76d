import type {
  ConfabRecord,
  Epoch,
  MemberId,
  MemberRecord,
  MessageId,
  MessageRecord,
  RoomId,
} from '@confab/protocol'
import { refusalKind } from '@confab/protocol'
import { backoffMs } from './backoff.ts'
import { createAlarm } from './clock.ts'
import { type Batch, createLookups } from './lookups.ts'
import { REQUEST_TIMEOUT_MS } from './requests.ts'
import type { RoomPort } from './room-port.ts'

/** Knows one room's messages and members by their ids, and asks for those it does not know. */
export interface LookingUp {
  /** The record, null when there is none, undefined while it is being asked for. */
  message(messageId: MessageId): MessageRecord | null | undefined
  member(memberId: MemberId): MemberRecord | null | undefined
  /** What is known of a message, asking for nothing. */
  known(messageId: MessageId): MessageRecord | null
  learn(records: Iterable<ConfabRecord>): void
  /** The room started afresh: of what is known some may have changed, or all is of another history. */
  reset(isOtherHistory: boolean): void
  lineLost(): void
  /** Asks for what is wanted, if it may. */
  pump(): void
  end(): void
}

/** What looking up asks of its room. */
export type LookingUpHost = {
  roomId: RoomId
  port: RoomPort
  epoch(): Epoch | null
  /** Whether the room is entered, so that somebody answers. */
  canAsk(): boolean
  /** Whether nobody will ever answer. */
  isOver(): boolean
  changed(): void
  flush(): void
}

/** Makes the looking up of one room. */
export function createLookingUp(host: LookingUpHost): LookingUp {
  const { roomId, port } = host
  const alarm = createAlarm(port.clock)
  const lookups = createLookups()
  let isAsking = false
  /** Counts lines and resets, so that an answer to what was asked before is not taken for one of now. */
  let askings = 0
  let failures = 0

  /** Whoever draws a screen looks at much at once, and one asking takes it all. */
  function found<T>(record: T | null | undefined): T | null | undefined {
    if (record === undefined && host.isOver()) return null
    if (!isAsking && lookups.next()) alarmOnce(0)
    return record
  }

  let isAlarmSet = false
  function alarmOnce(delayMs: number): void {
    if (isAlarmSet) return
    isAlarmSet = true
    alarm.set(delayMs, () => {
      isAlarmSet = false
      pump()
    })
  }

  function pump(): void {
    if (isAsking || isAlarmSet || !host.canAsk()) return
    const batch = lookups.next()
    if (!batch) return
    isAsking = true
    askings += 1
    const asking = askings
    port.requests.ask(
      (ref) => ({ type: 'fetch-records', ref, roomId, ...batch }),
      { isRepeatable: false, timeoutMs: REQUEST_TIMEOUT_MS },
      (answer) => {
        if (asking !== askings) return
        isAsking = false
        if (answer.ok && answer.value.type === 'records') {
          failures = 0
          const { epoch, records } = answer.value
          if (epoch === host.epoch()) answered(batch, records)
          else alarmOnce(backoffMs(failures, 1))
        } else if (!answer.ok && refusalKind(answer.refusal.code) === 'final') {
          answered(batch, [])
        } else {
          const retryAfterMs = answer.ok ? undefined : answer.refusal.retryAfterMs
          alarmOnce(retryAfterMs ?? backoffMs(failures, port.random()))
          failures += 1
        }
        pump()
        host.flush()
      },
    )
  }

  function answered(batch: Batch, records: readonly ConfabRecord[]): void {
    const isNews = lookups.learn(records)
    if (lookups.miss(batch) || isNews) host.changed()
  }

  function giveUp(): void {
    askings += 1
    isAsking = false
    isAlarmSet = false
    alarm.clear()
  }

  return {
    message: (messageId) => found(lookups.message(messageId)),
    member: (memberId) => found(lookups.member(memberId)),
    known: lookups.known,
    learn(records) {
      lookups.learn(records)
    },
    reset(isOtherHistory) {
      giveUp()
      if (isOtherHistory) lookups.clear()
      else lookups.doubt()
    },
    lineLost() {
      giveUp()
      lookups.forgetMissing()
    },
    pump,
    end: giveUp,
  }
}

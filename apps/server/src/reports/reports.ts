import type {
  ConfabRecord,
  MakeReport,
  MemberId,
  MessageId,
  MessageRecord,
  ReportRefusal,
  RoomId,
} from '@confab/protocol'
import type { Clock } from '../clock.ts'
import {
  REPORT_AROUND,
  REPORT_AROUND_LENGTH_MAX,
  REPORT_EDITS_MAX,
  REPORT_LATEST_READ,
  REPORTS_OPEN_MAX,
  REPORTS_OPEN_PER_REPORTER,
  REPORTS_OPEN_PER_ROOM,
  REPORTS_PER_ADDRESS,
} from '../limits.ts'
import type { Log } from '../observability/log.ts'
import { AddressBuckets } from '../rooms/rate-limit.ts'
import type { Evidence, ReportedLine, Store, TokenHash } from '../store/store.ts'

/** What reports stand on. */
export type ReportsOptions = {
  store: Pick<Store, 'readRecords' | 'readPage' | 'readEdits' | 'reports'>
  clock: Clock
  log: Log
}

/** What came of making a report. */
export type ReportAnswer = { ok: true; answer: object } | { ok: false; refusal: ReportRefusal }

const BOUNDS = { ofReporter: REPORTS_OPEN_PER_REPORTER, ofRoom: REPORTS_OPEN_PER_ROOM, all: REPORTS_OPEN_MAX }

/** What members tell whoever runs the server, with a copy of what it is about as they see it at that moment. */
export class Reports {
  readonly #options: ReportsOptions
  readonly #addresses: AddressBuckets

  constructor(options: ReportsOptions) {
    this.#options = options
    this.#addresses = new AddressBuckets(REPORTS_PER_ADDRESS, () => options.clock.monotonic())
  }

  /** Whatever whoever asks may not see is not there: a room they are not in, a message of another room, one that was deleted. */
  async make(address: string, tokenHash: TokenHash, asked: MakeReport): Promise<ReportAnswer> {
    const { store, clock, log } = this.#options
    const retryAfterMs = this.#addresses.take(address)
    if (retryAfterMs > 0) return refused({ code: 'rate-limited', retryAfterMs })
    const { roomId, reason, note = '' } = asked
    const messageId = 'messageId' in asked ? asked.messageId : null
    const seen =
      messageId === null
        ? await this.#person(roomId, (asked as { memberId: MemberId }).memberId, tokenHash)
        : await this.#message(roomId, messageId, tokenHash)
    const { memberId, evidence } = seen ?? { memberId: null, evidence: NOTHING }
    const made = await store.reports.add(
      { roomId, tokenHash, messageId, memberId, reason, note: note.trim(), evidence, at: clock.now() },
      BOUNDS,
    )
    switch (made.outcome) {
      case 'kept':
        log.info('report-made', { report: made.report, roomId, reason })
        return { ok: true, answer: {} }
      case 'repeated':
        return { ok: true, answer: {} }
      case 'full':
        log.warn('reports-full', { of: made.of, roomId })
        return refused({ code: 'limit-reached' })
      case 'own':
        return refused({ code: 'invalid' })
      case 'not-found':
        return refused({ code: 'not-found' })
    }
  }

  /** A message, what it said before, and what stands around it; null when there is none to be seen. */
  async #message(roomId: RoomId, messageId: MessageId, tokenHash: TokenHash): Promise<Seen | null> {
    const { store } = this.#options
    const found = await store.readRecords(roomId, { messageIds: [messageId], memberIds: [] }, tokenHash)
    const record = found?.records.find(isThere)
    if (!record) return null
    const at = record.sequence
    const [edits, before, after] = await Promise.all([
      store.readEdits(roomId, messageId, tokenHash),
      store.readPage(roomId, { before: at }, REPORT_AROUND, tokenHash),
      store.readPage(roomId, { after: at }, REPORT_AROUND, tokenHash),
    ])
    const around = [...(before?.page.records ?? []), ...(after?.page.records ?? [])].filter(isThere)
    return {
      memberId: record.authorId,
      evidence: {
        message: lineOf(record),
        edits: (edits?.edits ?? []).slice(-REPORT_EDITS_MAX),
        around: around.map(shortLineOf),
      },
    }
  }

  /** Somebody, with what they wrote last; null when whoever asks is no member. */
  async #person(roomId: RoomId, memberId: MemberId, tokenHash: TokenHash): Promise<Seen | null> {
    const { store } = this.#options
    const found = await store.readRecords(roomId, { messageIds: [], memberIds: [memberId] }, tokenHash)
    if (!found || found.records.length === 0) return null
    const latest = await store.readPage(roomId, { before: found.head + 1 }, REPORT_LATEST_READ, tokenHash)
    const theirs = (latest?.page.records ?? [])
      .filter(isThere)
      .filter(({ authorId }) => authorId === memberId)
    const around = theirs.slice(-2 * REPORT_AROUND).map(shortLineOf)
    return { memberId, evidence: { ...NOTHING, around } }
  }
}

type Seen = { memberId: MemberId; evidence: Evidence }

const NOTHING: Evidence = { message: null, edits: [], around: [] }

const isThere = (record: ConfabRecord): record is MessageRecord =>
  record.kind === 'message' && record.deletedAt === undefined

function lineOf(record: MessageRecord): ReportedLine {
  const { messageId, sequence, authorName, authorId, postedAt, editedAt, body, files = [] } = record
  return {
    messageId,
    sequence,
    name: authorName,
    memberId: authorId,
    postedAt,
    ...(editedAt !== undefined && { editedAt }),
    body,
    files: files.map(({ name }) => name),
  }
}

function shortLineOf(record: MessageRecord): ReportedLine {
  const line = lineOf(record)
  return { ...line, body: line.body.slice(0, REPORT_AROUND_LENGTH_MAX).toWellFormed() }
}

const refused = (refusal: ReportRefusal): ReportAnswer => ({ ok: false, refusal })

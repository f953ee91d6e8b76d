import {
  CLOSE_CODES,
  type CloseCode,
  type Command,
  REFUSALS,
  type RefusalCode,
  UPLOAD_REFUSALS,
  type UploadRefusalCode,
} from '@confab/protocol'
import type { NodeSignal, RoomSignal } from '../broker/signals.ts'
import { Tally } from './tally.ts'

/** Seconds that things on the way of a message take: from a fast disk's fsync to a person's patience. */
const DURATION_BOUNDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5]

/** Changes in one commit, up to the most one takes. */
const BATCH_BOUNDS = [1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000]

/** Seconds it takes to look through a file: from a text to the largest image. */
const INSPECTION_BOUNDS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20]

/** How a connection ended: a close code this node gave, `cut` without one, or `gone` when the other end or the network ended it. */
export type Ending = CloseCode | 'cut' | 'gone'

/**
 * Why a line was cut: too much unsent (`unsent`), nothing taken for too long (`stuck`), heartbeats without an answer
 * (`silent`), or the slowest of all when all together had too much unsent (`relief`).
 */
export type CutReason = 'unsent' | 'stuck' | 'silent' | 'relief'

/** Why somebody was not let onto a line; `address` when theirs has as many as it may, or makes them too fast. */
export type UpgradeRefusal = 'origin' | 'draining' | 'full' | 'address'

/** What a change came to in the store. */
export type ChangeOutcome = 'applied' | 'repeated' | 'refused'

/** What is asked of the store: to write, or to read. */
export type StoreAccess = 'write' | 'read'

/** What nodes say to each other. */
export type SignalKind = (RoomSignal | NodeSignal)['kind']

/** Why something was not said to other nodes: no line to them, too much waiting for it, longer than one may be, or not taken. */
export type SignalDrop = 'away' | 'full' | 'too-long' | 'failed'

/**
 * Why something that came as a signal is none: not sealed with the key (`forged`), longer than one may be, of an envelope or a kind this
 * version does not know (`unknown`), not as its kind should be (`malformed`), or said again long after (`old`).
 */
export type SignalRefusal = 'forged' | 'too-long' | 'unknown' | 'malformed' | 'old'

/** What became of an upload: an image packed anew, sound or film to be played, anything else to be saved. */
export type FileKind = 'image' | 'played' | 'saved'

/** What was fetched: all of a file, its small picture, or what is not there. */
export type Download = 'whole' | 'thumbnail' | 'absent'

/** What was taken away: a part of a room, a part or a file of what is somebody's own; or why there was no place. */
export type Export = 'room' | 'own' | 'own-file' | 'rate-limited' | 'busy'

/**
 * Everything a node counts, as plain numbers: on a busy path counting is an addition, and whoever wants to know reads them.
 * They only grow. Each node has its own.
 */
export type Counters = {
  connectionsOpened: number
  connectionsClosed: Record<Ending, number>
  connectionsCut: Record<CutReason, number>
  upgradesRefused: Record<UpgradeRefusal, number>
  heartbeatsMissed: number

  commands: Record<Command['type'], number>
  refusals: Record<RefusalCode, number>
  lookUpsFailed: number
  lookUpsLimited: number

  changes: Record<ChangeOutcome, number>
  /** Changes in each commit. */
  commitChanges: Tally
  /** Seconds from a change's arrival to the telling of what became of it. */
  ackSeconds: Tally

  /** Changes told to connections as they happened, one for each change and connection. */
  deliveries: number
  framesSent: number
  bytesSent: number
  /** Connections let into a room, by what they were brought. */
  entries: Record<'replay' | 'reset', number>
  replayedRecords: number
  slowReaderCatchUps: number

  /** Seconds the store took, by what it was asked for; failures are not among them. Those of writing are the commits. */
  storeSeconds: Record<StoreAccess, Tally>
  storeFailures: Record<StoreAccess, number>

  /** Signals to and from other nodes, over Redis. */
  signalsPublished: Record<SignalKind, number>
  signalsDropped: Record<SignalDrop, number>
  signalsHeard: Record<SignalKind, number>
  signalsRefused: Record<SignalRefusal, number>

  /** Bytes of files on their way in, and on their way out. */
  uploadedBytes: number
  downloadedBytes: number
  uploadsRefused: Record<UploadRefusalCode, number>
  filesTaken: Record<FileKind, number>
  downloads: Record<Download, number>
  exports: Record<Export, number>
  /** Seconds from the last byte of a file to knowing what it is. */
  inspectionSeconds: Tally
  filesErased: number
  /** What became of notes for push services; `unwatched` are rooms from which nobody is called, for too many others are kept in mind. */
  pushes: Record<PushFate, number>
  /** Bytes that files take in all, as of the last sweep: no counter, but read by somebody who counts. */
  fileSpaceTaken: number
}

/** What may become of a note for a push service. */
export type PushFate = 'sent' | 'gone' | 'refused' | 'failed' | 'late' | 'full' | 'unwatched'

/** Counters at nought. */
export function createCounters(): Counters {
  return {
    connectionsOpened: 0,
    connectionsClosed: noughts([...Object.keys(CLOSE_CODES), 'cut', 'gone'] as Ending[]),
    connectionsCut: { unsent: 0, stuck: 0, silent: 0, relief: 0 },
    upgradesRefused: { origin: 0, draining: 0, full: 0, address: 0 },
    heartbeatsMissed: 0,

    commands: {
      hello: 0,
      'create-room': 0,
      'join-room': 0,
      'resume-room': 0,
      'leave-room': 0,
      'change-room': 0,
      'change-code': 0,
      'change-settings': 0,
      'clean-up': 0,
      'erase-messages': 0,
      'restore-messages': 0,
      'set-role': 0,
      'hand-over': 0,
      'set-owner-code': 0,
      'claim-room': 0,
      'ask-in': 0,
      'withdraw-knock': 0,
      'fetch-knocks': 0,
      'answer-knock': 0,
      'remove-member': 0,
      'ban-member': 0,
      'mute-member': 0,
      'post-message': 0,
      'edit-message': 0,
      'delete-message': 0,
      react: 0,
      'pin-message': 0,
      'fetch-page': 0,
      'fetch-records': 0,
      'fetch-edits': 0,
      'fetch-file-links': 0,
      'fetch-reactors': 0,
      'fetch-banned': 0,
      search: 0,
      'fetch-summaries': 0,
      'set-typing': 0,
      'mark-read': 0,
      'fetch-place': 0,
      'fetch-attention': 0,
      'set-level': 0,
      'set-ignored': 0,
      'set-quiet': 0,
      'subscribe-push': 0,
      'unsubscribe-push': 0,
      'revoke-token': 0,
      alive: 0,
      probe: 0,
    },
    refusals: noughts(Object.keys(REFUSALS) as RefusalCode[]),
    lookUpsFailed: 0,
    lookUpsLimited: 0,

    changes: { applied: 0, repeated: 0, refused: 0 },
    commitChanges: new Tally(BATCH_BOUNDS),
    ackSeconds: new Tally(DURATION_BOUNDS),

    deliveries: 0,
    framesSent: 0,
    bytesSent: 0,
    entries: { replay: 0, reset: 0 },
    replayedRecords: 0,
    slowReaderCatchUps: 0,

    storeSeconds: { write: new Tally(DURATION_BOUNDS), read: new Tally(DURATION_BOUNDS) },
    storeFailures: { write: 0, read: 0 },

    signalsPublished: noSignals(),
    signalsDropped: { away: 0, full: 0, 'too-long': 0, failed: 0 },
    signalsHeard: noSignals(),
    signalsRefused: { forged: 0, 'too-long': 0, unknown: 0, malformed: 0, old: 0 },

    uploadedBytes: 0,
    downloadedBytes: 0,
    uploadsRefused: noughts(Object.keys(UPLOAD_REFUSALS) as UploadRefusalCode[]),
    filesTaken: { image: 0, played: 0, saved: 0 },
    downloads: { whole: 0, thumbnail: 0, absent: 0 },
    exports: { room: 0, own: 0, 'own-file': 0, 'rate-limited': 0, busy: 0 },
    inspectionSeconds: new Tally(INSPECTION_BOUNDS),
    filesErased: 0,
    pushes: { sent: 0, gone: 0, refused: 0, failed: 0, late: 0, full: 0, unwatched: 0 },
    fileSpaceTaken: 0,
  }
}

function noSignals(): Record<SignalKind, number> {
  return {
    doorbell: 0,
    typing: 0,
    read: 0,
    presence: 0,
    'who-is-here': 0,
    alive: 0,
    'take-over': 0,
    'look-up-failed': 0,
    revoked: 0,
    attention: 0,
    'bar-address': 0,
    well: 0,
  }
}

function noughts<Name extends string | number>(names: readonly Name[]): Record<Name, number> {
  return Object.fromEntries(names.map((name) => [name, 0])) as Record<Name, number>
}

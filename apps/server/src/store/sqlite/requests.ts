import type { RoomId } from '@confab/protocol'
import type { AttentionTable } from '../attention-table.ts'
import type { CredentialTable } from '../credential-table.ts'
import type { DeedTable } from '../deed-table.ts'
import type { DeviceTable } from '../device-table.ts'
import type { DoorTable } from '../door-table.ts'
import type { ErasedTable } from '../erased-table.ts'
import type { FileTable } from '../file-table.ts'
import type { HandoffTable } from '../handoff-table.ts'
import type { OperatorTable } from '../operator-table.ts'
import type { OwnTable } from '../own-table.ts'
import type { ReportTable } from '../report-table.ts'
import type { LastRead, Store, TokenHash } from '../store.ts'
import type { PackedChange } from './packed.ts'
import type { PackedSegment } from './search-reader.ts'

type Reading = Exclude<
  keyof Store,
  | 'commit'
  | 'revokeToken'
  | 'saveLastReads'
  | 'search'
  | 'indexSegment'
  | 'files'
  | 'attention'
  | 'credentials'
  | 'doors'
  | 'erased'
  | 'handoffs'
  | 'devices'
  | 'operator'
  | 'reports'
  | 'own'
  | 'deeds'
  | 'close'
>

/** What the searching thread is asked. */
export type SearchRequest =
  | { kind: 'search'; args: Parameters<Store['search']> }
  | { kind: 'readSegment'; roomId: RoomId }

/** One question about files. */
export type FileRequest = {
  [Call in keyof FileTable]: { kind: 'files'; call: Call; args: Parameters<FileTable[Call]> }
}[keyof FileTable]

/** One question about attention. */
export type AttentionRequest = {
  [Call in keyof AttentionTable]: { kind: 'attention'; call: Call; args: Parameters<AttentionTable[Call]> }
}[keyof AttentionTable]

/** One question about credentials. */
export type CredentialRequest = {
  [Call in keyof CredentialTable]: {
    kind: 'credentials'
    call: Call
    args: Parameters<CredentialTable[Call]>
  }
}[keyof CredentialTable]

/** One question about doors. */
export type DoorRequest = {
  [Call in keyof DoorTable]: { kind: 'doors'; call: Call; args: Parameters<DoorTable[Call]> }
}[keyof DoorTable]

/** One question about what leaders did. */
export type DeedRequest = {
  [Call in keyof DeedTable]: { kind: 'deeds'; call: Call; args: Parameters<DeedTable[Call]> }
}[keyof DeedTable]

/** One question about what was erased. */
export type ErasedRequest = {
  [Call in keyof ErasedTable]: { kind: 'erased'; call: Call; args: Parameters<ErasedTable[Call]> }
}[keyof ErasedTable]

/** One question about hand-offs. */
export type HandoffRequest = {
  [Call in keyof HandoffTable]: { kind: 'handoffs'; call: Call; args: Parameters<HandoffTable[Call]> }
}[keyof HandoffTable]

/** One question about devices. */
export type DeviceRequest = {
  [Call in keyof DeviceTable]: { kind: 'devices'; call: Call; args: Parameters<DeviceTable[Call]> }
}[keyof DeviceTable]

/** One wish of whoever runs the server. */
export type OperatorRequest = {
  [Call in keyof OperatorTable]: { kind: 'operator'; call: Call; args: Parameters<OperatorTable[Call]> }
}[keyof OperatorTable]

/** One question about reports. */
export type ReportRequest = {
  [Call in keyof ReportTable]: { kind: 'reports'; call: Call; args: Parameters<ReportTable[Call]> }
}[keyof ReportTable]
/** One question about what is somebody's own. */
export type OwnRequest = {
  [Call in keyof OwnTable]: { kind: 'own'; call: Call; args: Parameters<OwnTable[Call]> }
}[keyof OwnTable]

/** What crosses to a thread: for the writing one a batch, for the reading one a question of the store's own name. */
export type Request =
  | { kind: 'open' }
  | { kind: 'commit'; changes: readonly PackedChange[] }
  | { kind: 'revoke'; tokenHash: TokenHash }
  | { kind: 'saveLastReads'; reads: readonly LastRead[] }
  | { kind: 'addSegment'; segment: PackedSegment }
  | SearchRequest
  | FileRequest
  | AttentionRequest
  | CredentialRequest
  | DoorRequest
  | DeedRequest
  | ErasedRequest
  | HandoffRequest
  | DeviceRequest
  | OperatorRequest
  | ReportRequest
  | OwnRequest
  | { [Name in Reading]: { kind: Name; args: Parameters<Store[Name]> } }[Reading]

/** How a thread is started. */
export type WorkerSettings = {
  role: 'writer' | 'reader' | 'searcher'
  databasePath: string
  busyTimeoutMs: number
  commitDelayMs: number
}

/** A question on its way to a thread, its request as JSON. They go in lists: every crossing has its price, whatever crosses. */
export type Question = { id: number; text: string }

/**
 * What a thread sends back, in lists as well; `text` is JSON, which crosses faster than many small objects. `isDamage`: SQLite found the file
 * itself damaged.
 */
export type Answer =
  | { id: number; ok: true; text: string }
  | { id: number; ok: false; reason: string; isDamage: boolean }

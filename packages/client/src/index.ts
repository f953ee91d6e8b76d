export { type AccountOutcome, AccountPort, type ShownToSignIn, signIn, signInOptions } from './account.ts'
export type { Answer, RefusalReason } from './answer.ts'
export type { Attachment, PendingFile } from './attachments.ts'
export type { AttentionView, Ignored, PushSubscriptionOffered } from './attention.ts'
export type { Random } from './backoff.ts'
export type { ChangeId, ChangeRefusalCode, ChangeWish, PendingChange } from './changes.ts'
export { type Client, type ClientOptions, type ClientView, createClient } from './client.ts'
export { type Clock, systemClock } from './clock.ts'
export { type OpenSocket, openPlatformSocket, type Socket, type SocketListeners } from './connection.ts'
export type { ConnectionState } from './connection-state.ts'
export { type FetchedDeeds, fetchDeeds } from './deeds.ts'
export { withoutExpired } from './expiry.ts'
export { type ExportedRoom, type ExportOptions, exportRoom } from './exporting.ts'
export {
  type HandoffOutcome,
  lookAtHandoff,
  makeHandoff,
  type TakenIdentity,
  takeHandoff,
} from './handoff.ts'
export type { PendingPost, PostContent, PostRefusalCode } from './outbox.ts'
export {
  type ExportedOwn,
  exportOwn,
  type OwnExportOptions,
  type OwnExportProgress,
} from './own-exporting.ts'
export { makeReport, type ReportOutcome } from './report.ts'
export type { LeadingWish, PostOptions, Room, RoomView } from './room.ts'
export { fetchRoomContract } from './room-contract.ts'
export type { Notice, Person, Roster } from './roster.ts'
export type { Found, SearchOptions } from './searching.ts'
export { fetchServerAbout } from './server-about.ts'
export {
  type ClientStorage,
  memoryStorage,
  type StorageContents,
  type StoredChange,
  type StoredFile,
  type StoredPost,
  type StoredRoom,
} from './storage.ts'
export type { ExportProgress } from './taking-away.ts'
export { type PlacedRecord, type Timeline, WINDOW_RECORDS_MAX } from './timeline.ts'

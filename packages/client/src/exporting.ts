import type { ExportFormat, RoomId } from '@confab/protocol'
import { type ExportProgress, type NotTaken, type TakingOptions, takeParts } from './taking-away.ts'

/** What is fetched and how. */
export type ExportOptions = TakingOptions & {
  roomId: RoomId
  format: ExportFormat
  /** How dates are written: `de-AT`, `Europe/Vienna`. */
  speech: { language: string; zone: string }
  onProgress?: (progress: ExportProgress) => void
}

/** What came of it: the file, or why there will be none. */
export type ExportedRoom = { ok: true; file: Blob } | NotTaken

/**
 * Fetches all that was said in a room as a file, part by part, over whatever line there is: it waits, and goes on with the part that was cut. It
 * ends when the file is whole, when the server refuses for good, or by its signal.
 */
export function exportRoom(options: ExportOptions): Promise<ExportedRoom> {
  const { roomId, format, speech } = options
  return takeParts(`/exports/${roomId}/${format}`, speech, options)
}

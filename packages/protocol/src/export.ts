import { Check } from 'typebox/value'
import { RoomId } from './ids.ts'

// A room's history to take away, for those who may `export-room`: `GET /exports/:roomId/:format`, with the token of the identity. It comes in
// parts, one after the other; all of them in a row are the file.

/** As what a room is exported: a page to read, Markdown, or every record as the wire has it, one in each line. */
export const EXPORT_FORMATS = ['html', 'markdown', 'json-lines'] as const
/** One of `EXPORT_FORMATS`. */
export type ExportFormat = (typeof EXPORT_FORMATS)[number]

/** The header that names the next part: given back as `from`. The last part has none. */
export const EXPORT_NEXT = 'confab-next'

/** The header that says how far the file reaches with this part: the place in the room, a slash, and the last place there will be. */
export const EXPORT_REACHED = 'confab-reached'

/**
 * Why there is no part. `gone`: the history this download began in is no more, so it begins anew. On the last three the same may be asked again,
 * after `retryAfterMs`.
 */
export const EXPORT_REFUSALS = {
  invalid: 400,
  'not-authenticated': 401,
  forbidden: 403,
  gone: 410,
  'rate-limited': 429,
  busy: 503,
  unavailable: 503,
} as const satisfies Record<string, number>

/** The name of a refusal of an export. */
export type ExportRefusalCode = keyof typeof EXPORT_REFUSALS

/** The body of an answer that refuses. */
export type ExportRefusal = { code: ExportRefusalCode; retryAfterMs?: number }

/** Whether something is a room's id. */
export const isRoomId = (value: unknown): value is RoomId => Check(RoomId, value)

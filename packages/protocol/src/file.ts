import { type Static, Type } from 'typebox'
import { FileId } from './ids.ts'

/**
 * A file of a message. `name` is a label its sender gave it, cleaned; nothing is ever stored under it. `mediaType` is what its bytes are,
 * whatever the name says. `bytes` is its length. Images have their `width` and `height` in pixels, as they are shown, so that room can be
 * kept for them; `hasThumbnail` when there is a small still picture of it, and `isAnimated` when it moves. For audio and video `width`,
 * `height` and `durationMs` are what the sender's device said of it, if it did. The bytes are fetched by a link: see `fetch-file-links`.
 */
export const FileRecord = Type.Object({
  fileId: FileId,
  name: Type.String(),
  mediaType: Type.String(),
  bytes: Type.Integer({ minimum: 0 }),
  width: Type.Optional(Type.Integer({ minimum: 1 })),
  height: Type.Optional(Type.Integer({ minimum: 1 })),
  durationMs: Type.Optional(Type.Integer({ minimum: 0 })),
  hasThumbnail: Type.Optional(Type.Boolean()),
  isAnimated: Type.Optional(Type.Boolean()),
})
/** See the schema of the same name. */
export type FileRecord = Static<typeof FileRecord>

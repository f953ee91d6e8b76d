import { type Static, Type } from 'typebox'
import { Check } from 'typebox/value'
import { FileRecord } from './file.ts'
import { FileId, IdentityToken, RoomId } from './ids.ts'

/**
 * `PUT /uploads/:fileId`. Announces a file for a room: `bytes` is its length, `name` and `mediaType` what the sender calls it.
 * Measures of audio and video are taken as they are said; those of images are measured. Announcing the same again changes nothing.
 */
export const UploadRequest = Type.Object(
  {
    roomId: RoomId,
    name: Type.String({ maxLength: 10_000 }),
    mediaType: Type.String({ maxLength: 200 }),
    bytes: Type.Integer({ minimum: 1 }),
    width: Type.Optional(Type.Integer({ minimum: 1, maximum: 65_535 })),
    height: Type.Optional(Type.Integer({ minimum: 1, maximum: 65_535 })),
    durationMs: Type.Optional(Type.Integer({ minimum: 0, maximum: 604_800_000 })),
  },
  { additionalProperties: false },
)
/** See the schema of the same name. */
export type UploadRequest = Static<typeof UploadRequest>

/**
 * The answer to `PUT`, `PATCH` and `GET /uploads/:fileId`. `offset` is how many bytes are there: the next piece begins with that one.
 * `file` is set once all are there and were looked through; from then on the file can be posted.
 */
export const UploadState = Type.Object({
  offset: Type.Integer({ minimum: 0 }),
  file: Type.Optional(FileRecord),
})
/** See the schema of the same name. */
export type UploadState = Static<typeof UploadState>

/** What becomes of an upload that is refused: `final` is told to the person, on `retry` the same is sent again after a pause. */
export const UPLOAD_REFUSALS = {
  invalid: { status: 400, kind: 'final' },
  'not-authenticated': { status: 401, kind: 'final' },
  forbidden: { status: 403, kind: 'final' },
  'not-found': { status: 404, kind: 'final' },
  'id-conflict': { status: 409, kind: 'final' },
  'wrong-offset': { status: 409, kind: 'retry' },
  gone: { status: 410, kind: 'final' },
  'too-large': { status: 413, kind: 'final' },
  'type-refused': { status: 415, kind: 'final' },
  unreadable: { status: 422, kind: 'final' },
  'too-many-pixels': { status: 422, kind: 'final' },
  'rate-limited': { status: 429, kind: 'retry' },
  'uploads-off': { status: 501, kind: 'final' },
  busy: { status: 503, kind: 'retry' },
  unavailable: { status: 503, kind: 'retry' },
  draining: { status: 503, kind: 'retry' },
  'your-space-full': { status: 507, kind: 'final' },
  'room-space-full': { status: 507, kind: 'final' },
  'server-space-full': { status: 507, kind: 'final' },
} as const satisfies Record<string, { status: number; kind: 'final' | 'retry' }>

/** The name of a refusal of an upload. */
export type UploadRefusalCode = keyof typeof UPLOAD_REFUSALS

/** What each refusal of an upload means, for the protocol's page; apart, because no browser needs it. */
export const UPLOAD_REFUSAL_MEANINGS: Record<UploadRefusalCode, string> = {
  invalid: 'The request is not one of those described here.',
  'not-authenticated': 'No `Authorization: Bearer` with an identity token, or one that was revoked.',
  forbidden: 'Not a member of this room.',
  'not-found': 'No upload of this identity has this id: never announced, or longer ago than is remembered.',
  'id-conflict': 'The id is known, with another room, name or length.',
  'wrong-offset':
    'The piece does not begin where the next one has to. Carries the `offset` at which it has to.',
  gone: 'The upload was cancelled, or not posted in time. Announce it again under another id.',
  'too-large': 'The file, or the piece, is longer than the limit.',
  'type-refused': 'A kind of file that is not taken here.',
  unreadable: 'It begins like an image and cannot be read as one.',
  'too-many-pixels': 'An image of more pixels or pictures than are unpacked here.',
  'rate-limited': 'Too much too fast. Carries the time to wait.',
  'uploads-off': 'This server takes no files.',
  busy: 'Too many files are being taken or looked through.',
  unavailable: 'It could not be stored; the same once more will do.',
  draining: 'The node is going down; ask again in a moment.',
  'your-space-full': 'The files of this identity take as much space as they may.',
  'room-space-full': 'The files of this room take as much space as they may.',
  'server-space-full': 'The files of this server take as much space as they may.',
}

/**
 * Why an upload is refused: the body of every answer that is no success. `offset` comes with `wrong-offset`; `retryAfterMs` says how
 * long to wait. Codes a client does not know are final when the status is below 500.
 */
export const UploadRefusal = Type.Object({
  code: Type.Unsafe<UploadRefusalCode>(Type.String({ minLength: 1, maxLength: 40 })),
  offset: Type.Optional(Type.Integer({ minimum: 0 })),
  retryAfterMs: Type.Optional(Type.Integer({ minimum: 0 })),
})
/** See the schema of the same name. */
export type UploadRefusal = Static<typeof UploadRefusal>

/** Whether something is the body of a `PUT`. */
export const isUploadRequest = (value: unknown): value is UploadRequest => Check(UploadRequest, value)

/** Whether something is a file's id. */
export const isFileId = (value: unknown): value is FileId => Check(FileId, value)

/** Whether something is an identity token. */
export const isIdentityToken = (value: unknown): value is IdentityToken => Check(IdentityToken, value)

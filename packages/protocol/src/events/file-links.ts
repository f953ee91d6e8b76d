import { type Static, Type } from 'typebox'
import { Ref } from '../commands/ref.ts'
import { FileId, RoomId } from '../ids.ts'

/**
 * Where the bytes of one file are: a path on the server, to be asked for with GET, without a token. `thumbnail` is set when there is
 * one. Whoever has a link can use it until it ends, so it is for nobody else's eyes.
 */
export const FileLink = Type.Object({
  fileId: FileId,
  path: Type.String({ minLength: 1 }),
  thumbnail: Type.Optional(Type.String({ minLength: 1 })),
})
/** See the schema of the same name. */
export type FileLink = Static<typeof FileLink>

/**
 * Server → client, the reply to `fetch-file-links`: links to those of the files that are there. `endsAt` is when they stop working, in
 * milliseconds of the server's clock. Until then asking again mostly brings the same ones, so that a cache finds what it has.
 */
export const FileLinks = Type.Object({
  type: Type.Literal('file-links'),
  ref: Ref,
  roomId: RoomId,
  links: Type.Array(FileLink),
  endsAt: Type.Integer(),
})
/** See the schema of the same name. */
export type FileLinks = Static<typeof FileLinks>

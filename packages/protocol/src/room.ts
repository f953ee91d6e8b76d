import { type Static, Type } from 'typebox'
import { Sequence } from './cursor.ts'
import { RoomCode } from './room-code.ts'

/** The room itself. Placed at its first change; `title` is empty until its owner gives one. Times are server milliseconds. */
export const RoomRecord = Type.Object({
  kind: Type.Literal('room'),
  sequence: Sequence,
  version: Sequence,
  code: RoomCode,
  title: Type.String(),
  createdAt: Type.Integer(),
})
/** See the schema of the same name. */
export type RoomRecord = Static<typeof RoomRecord>

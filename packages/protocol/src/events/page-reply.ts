import { type Static, Type } from 'typebox'
import { Ref } from '../commands/ref.ts'
import { Epoch, RoomId } from '../ids.ts'
import { Page } from '../record.ts'

/** Server → client, the reply to `fetch-page`. Of another epoch than the client's it is dropped. */
export const PageReply = Type.Object({
  type: Type.Literal('page'),
  ref: Ref,
  roomId: RoomId,
  epoch: Epoch,
  page: Page,
})
/** See the schema of the same name. */
export type PageReply = Static<typeof PageReply>

import { type Static, Type } from 'typebox'
import { IdentityToken, TabId } from '../ids.ts'
import { ROOMS_PER_CONNECTION_MAX } from '../limits.ts'
import { ResumeRoom } from './resume-room.ts'

/**
 * Client → server, first, within 5 s and 8 KiB. Says who this is (`token`, or null for a stranger, whom the welcome gives
 * one), which tab it is, and which rooms to resume. Answered by `welcome`, then by `entered` or `refusal` for every room.
 * Anything else before it, or a second one, closes the connection with 4400.
 */
export const Hello = Type.Object(
  {
    type: Type.Literal('hello'),
    token: Type.Union([IdentityToken, Type.Null()]),
    tabId: TabId,
    client: Type.String({ minLength: 1, maxLength: 64 }),
    resume: Type.Array(Type.Omit(ResumeRoom, ['type'], { additionalProperties: false }), {
      maxItems: ROOMS_PER_CONNECTION_MAX,
    }),
  },
  { additionalProperties: false },
)
/** See the schema of the same name. */
export type Hello = Static<typeof Hello>

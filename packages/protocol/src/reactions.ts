import { type Static, Type } from 'typebox'
import { Sequence } from './cursor.ts'
import { MemberId, MessageId } from './ids.ts'
import { EMOJI_LENGTH_MAX, REACTION_KINDS_MAX, REACTORS_LISTED_MAX } from './limits.ts'

/** What a command may take for an emoji. Whether it is one `isEmoji` says, and servers refuse what is none. */
export const Emoji = Type.String({ minLength: 1, maxLength: EMOJI_LENGTH_MAX })

/**
 * What members answered a message with. A record beside the message's own and at the same place, so that a thousand people reacting do not
 * send the message a thousand times. In the order in which each kind came first; `members` are those who have reacted longest, `count` is
 * all of them. `fetch-reactors` names the rest.
 */
export const ReactionsRecord = Type.Object({
  kind: Type.Literal('reactions'),
  messageId: MessageId,
  sequence: Sequence,
  version: Sequence,
  reactions: Type.Array(
    Type.Object({
      emoji: Type.String(),
      count: Type.Integer({ minimum: 1 }),
      members: Type.Array(MemberId, { maxItems: REACTORS_LISTED_MAX }),
    }),
    { maxItems: REACTION_KINDS_MAX },
  ),
})
/** See the schema of the same name. */
export type ReactionsRecord = Static<typeof ReactionsRecord>

/** Whether a text is one emoji and nothing else. */
export const isEmoji = (text: string): boolean =>
  text.length <= EMOJI_LENGTH_MAX && /^\p{RGI_Emoji}$/v.test(text)

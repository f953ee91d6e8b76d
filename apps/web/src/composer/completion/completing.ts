import type { MentionRange } from '../../room/written-text.ts'

/** Something begun that a list can help to finish: `@an`, `:sm`, `#ki`. */
export type Completing = {
  kind: 'person' | 'emoji' | 'room'
  /** Where its sign stands. */
  from: number
  query: string
  /** It was closed like `:tada:`: whoever knows what is meant puts it there, without asking. */
  isClosed: boolean
  isDismissed: boolean
}

/** Names are at most this long, and so is all that is looked for. */
const QUERY_LENGTH_MAX = 32

// Not inside a word, as in an address; but scripts without spaces write no space before it either.
const BEFORE = '(?<![\\p{Script=Latin}\\p{Script=Greek}\\p{Script=Cyrillic}\\p{Script=Arabic}\\p{N}_@#:/.-])'
const PERSON = new RegExp(`${BEFORE}[@＠](?! )([^\\n@＠]{0,${QUERY_LENGTH_MAX}})$`, 'u')
const EMOJI = new RegExp(`${BEFORE}:([\\p{L}\\p{N}_+-]{2,${QUERY_LENGTH_MAX}}|[+-]1)(:?)$`, 'u')
const ROOM = new RegExp(`${BEFORE}#([\\p{L}\\p{N}-]{1,${QUERY_LENGTH_MAX}})$`, 'u')

/** What is being written at the caret. `before` is what was being written a moment ago: dismissed, it stays so. */
export function completingAt(
  text: string,
  caret: number,
  mentions: readonly MentionRange[],
  before: Completing | null,
): Completing | null {
  // Looking further back than anything can reach would cost with every letter of a long text.
  const start = Math.max(0, caret - QUERY_LENGTH_MAX - 4)
  const near = text.slice(start, caret)
  const match = matchIn(near)
  if (!match) return null
  const from = start + match.index
  // What is bound to a member is finished.
  if (mentions.some((mention) => mention.from <= from && from < mention.to)) return null
  const isDismissed = before?.from === from && before.isDismissed
  return { kind: match.kind, query: match.query, isClosed: match.isClosed, from, isDismissed }
}

/** The sign nearest to the caret counts: behind a name, an emoji may be begun. */
function matchIn(near: string) {
  const person = PERSON.exec(near)
  const emoji = EMOJI.exec(near)
  const room = ROOM.exec(near)
  const matches = [
    person && { kind: 'person' as const, index: person.index, query: person[1] ?? '', isClosed: false },
    emoji && {
      kind: 'emoji' as const,
      index: emoji.index,
      query: emoji[1] ?? '',
      isClosed: emoji[2] === ':',
    },
    room && { kind: 'room' as const, index: room.index, query: room[1] ?? '', isClosed: false },
  ]
  return matches
    .filter((match) => match !== null)
    .sort((a, b) => b.index - a.index)
    .at(0)
}

import { type MemberId, mentionToken } from '@confab/protocol'
import type { MentionRange, WrittenText } from './written-text.ts'

// Every second piece is a member's id.
const TOKEN = /<@([A-Za-z0-9_-]{22})>/

/** A posted text, put back into a box: its tokens under the names members have now. A token of nobody known stays one. */
export function writtenFrom(body: string, nameOf: (memberId: MemberId) => string | null): WrittenText {
  let text = ''
  const mentions: MentionRange[] = []
  body.split(TOKEN).forEach((piece, i) => {
    if (i % 2 === 0) {
      text += piece
      return
    }
    const memberId = piece as MemberId
    const name = nameOf(memberId)
    if (name === null) text += mentionToken(memberId)
    else {
      const from = text.length
      text += `@${name}`
      mentions.push({ memberId, from, to: text.length })
    }
  })
  return { text, mentions }
}

/** A posted text in one line of plain words, where nothing can be told apart by its look. */
export function plainBody(body: string, nameOf: (memberId: MemberId) => string | null): string {
  return writtenFrom(body, (memberId) => nameOf(memberId) ?? '…').text
}

/**
 * The mentions left after an edit: what stands before or behind it stays one, what it touched inside becomes plain text.
 * `caret` is where the edit ended; it tells apart which of two equal letters was typed.
 */
export function mentionsAfter(
  { text, mentions }: WrittenText,
  changed: string,
  caret: number,
): readonly MentionRange[] {
  if (mentions.length === 0) return mentions
  const { from, removed, added } = changeBetween(text, changed, caret)
  const shift = added - removed
  return mentions.flatMap((mention) => {
    if (mention.to <= from) return [mention]
    if (mention.from >= from + removed)
      return [{ ...mention, from: mention.from + shift, to: mention.to + shift }]
    return []
  })
}

/** The mentions after a part of a text was replaced by one with mentions of its own, counted from that part's beginning. */
export function mentionsWith(
  mentions: readonly MentionRange[],
  from: number,
  to: number,
  replacement: WrittenText,
): MentionRange[] {
  const shift = replacement.text.length - (to - from)
  return [
    ...mentions.filter((mention) => mention.to <= from),
    ...replacement.mentions.map((mention) => ({
      ...mention,
      from: mention.from + from,
      to: mention.to + from,
    })),
    ...mentions
      .filter((mention) => mention.from >= to)
      .map((mention) => ({ ...mention, from: mention.from + shift, to: mention.to + shift })),
  ]
}

/** The one stretch in which two texts differ: at `from`, so many units gave way to so many others. */
function changeBetween(before: string, after: string, caret: number) {
  // What stands behind the caret is as it was; what was typed ends there.
  const behind = Math.min(after.length - caret, before.length)
  let same = 0
  while (same < behind && before.at(-1 - same) === after.at(-1 - same)) same++
  const room = Math.min(before.length, after.length) - same
  let from = 0
  while (from < room && before[from] === after[from]) from++
  return { from, removed: before.length - same - from, added: after.length - same - from }
}

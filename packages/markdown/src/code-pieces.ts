import type { MemberId } from '@confab/protocol'

/** A stretch of code, or a mention that stands in it. */
export type CodePiece = { text: string; memberId: null } | { text: null; memberId: MemberId }

// Every second piece is a member's id.
const TOKEN = /<@([A-Za-z0-9_-]{22})>/

/**
 * Code cut where members are mentioned in it. A mention means its member wherever it stands: the server, which counts mentions, knows
 * nothing of Markdown, and whoever chose a name from the list meant that person.
 */
export function piecesOf(code: string): readonly CodePiece[] {
  return code
    .split(TOKEN)
    .map<CodePiece>((piece, i) =>
      i % 2 === 0 ? { text: piece, memberId: null } : { text: null, memberId: piece as MemberId },
    )
    .filter((piece) => piece.text !== '')
}

/** Whether somebody is mentioned in code. */
export const hasMentions = (code: string): boolean => TOKEN.test(code)

import type { MarkdownIt, StateBlock, StateInline } from 'markdown-it'

/** Levels of quotes and lists, each list being two: more is nothing anybody means, and no phone has the width. */
const BLOCK_LEVEL_MAX = 12

/**
 * Cells of a table that is still drawn as one. A few characters ask for tens of thousands, because missing cells are filled up: a
 * row of 1,300 columns over 1,300 short lines took 136 ms to read alone.
 */
const TABLE_CELLS_MAX = 1_000

const MENTION = /<@([A-Za-z0-9_-]{22})>/y

/** Where Markdown as it is in documents is not what somebody means who writes in a chat. */
export function addChatRules(md: MarkdownIt): void {
  md.block.ruler.before('table', 'confab_too_deep', tooDeep)
  md.block.ruler.before('table', 'confab_too_large', tooLarge)
  // Never matches by itself; it ends paragraphs and quotes.
  md.block.ruler.before('paragraph', 'confab_not_lazy', notLazy, { alt: ['paragraph', 'blockquote'] })
  md.inline.ruler.before('autolink', 'confab_mention', mention)
}

/** What is nested too deep stays the text it is. The library's own limit would drop it, and nothing said may be lost. */
function tooDeep(state: StateBlock, startLine: number, endLine: number): boolean {
  if (state.level < BLOCK_LEVEL_MAX) return false
  addRaw(state, startLine, endLine)
  return true
}

/** A table past the limit stays the text it is, too. */
function tooLarge(state: StateBlock, startLine: number, endLine: number, isAsked: boolean): boolean {
  if (isAsked || startLine + 1 >= endLine) return false
  if (!/^[\s|:-]*$/.test(lineAt(state, startLine + 1))) return false
  const columns = lineAt(state, startLine).split('|').length
  let nextLine = startLine + 1
  while (nextLine < endLine && !state.isEmpty(nextLine)) nextLine++
  if (columns * (nextLine - startLine) <= TABLE_CELLS_MAX) return false
  addRaw(state, startLine, nextLine)
  return true
}

/** Lines as they were typed. */
function addRaw(state: StateBlock, from: number, to: number): void {
  state.line = to
  state.push('paragraph_open', 'p', 1)
  const inline = state.push('inline', '', 0)
  inline.children = []
  inline.meta = { raw: state.getLines(from, to, state.blkIndent, false) }
  state.push('paragraph_close', 'p', -1)
}

function lineAt(state: StateBlock, line: number): string {
  return state.src.slice((state.bMarks[line] ?? 0) + (state.tShift[line] ?? 0), state.eMarks[line])
}

/**
 * A line that is not marked as quoted is the answer to the quote, and one that is not indented stands below the list: in documents
 * both would still belong to what is above.
 */
function notLazy(state: StateBlock, line: number, _endLine: number, isAsked: boolean): boolean {
  if (!isAsked) return false
  return state.parentType === 'blockquote' || (state.sCount[line] ?? 0) < state.blkIndent
}

function mention(state: StateInline, isAsked: boolean): boolean {
  MENTION.lastIndex = state.pos
  const memberId = MENTION.exec(state.src)?.[1]
  if (memberId === undefined) return false
  if (!isAsked) state.push('mention', '', 0).content = memberId
  state.pos = MENTION.lastIndex
  return true
}

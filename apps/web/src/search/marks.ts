/** Marks that stand alone: the fence of a code block, the line below a table's head, the sign of a quote or a heading, a table's edges. */
const ALONE = [
  /^[ \t]*(?:`{3,}|~{3,})[^\n]*$/gm,
  /^[ \t]*\|[ \t:|-]*--[ \t:|-]*$/gm,
  /^[ \t]*(?:>[ \t]?)+/gm,
  /^[ \t]{0,3}#{1,6}[ \t]+/gm,
  /^[ \t]*\||\|[ \t]*$/gm,
]

/** Marks that stand around words, which the second group is. */
const AROUND = [
  /(?<![\p{L}\p{N}\\])(\*{1,3}|_{1,3}|~~)(?=\S)([^\n]*?\S)\1(?![\p{L}\p{N}*_~])/gu,
  /(?<!\\)(`+)([^`\n]+)\1/g,
]

const MENTION = /<@[A-Za-z0-9_-]{22}>/g

/** How deep emphasis in emphasis is looked into. */
const DEPTH = 3

/**
 * Where a text, which may be cut out of a longer one, has the marks of Markdown and not words: true for each UTF-16 unit of a mark. What
 * is not sure to be one is none.
 */
export function marksIn(text: string): boolean[] {
  const isMark = new Array<boolean>(text.length).fill(false)
  const note = (from: number, length: number) => isMark.fill(true, from, from + length)
  for (const pattern of ALONE)
    for (const { 0: mark, index } of text.matchAll(pattern)) note(index, mark.length)
  const look = (from: number, part: string, depth: number) => {
    if (depth === 0) return
    for (const pattern of AROUND)
      for (const { 0: whole, 1: mark = '', 2: words = '', index } of part.matchAll(pattern)) {
        note(from + index, mark.length)
        note(from + index + whole.length - mark.length, mark.length)
        look(from + index + mark.length, words, depth - 1)
      }
  }
  look(0, text, DEPTH)
  // Ids are made of the same signs.
  for (const { 0: mention, index } of text.matchAll(MENTION))
    isMark.fill(false, index, index + mention.length)
  return isMark
}

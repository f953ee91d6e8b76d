import type { Emoji } from './emoji-search.ts'
import type { EmojiGroup } from './rows.ts'

/** What stands under one heading of the picker. */
export type EmojiSection = { name: 'found' | 'recent' | EmojiGroup; emojis: readonly Emoji[] }

/** One line of the picker: a heading, or as many emoji as fit side by side. */
export type EmojiLine =
  | { kind: 'heading'; name: EmojiSection['name'] }
  | { kind: 'cells'; emojis: readonly Emoji[] }

/** Where one stands among the lines. */
export type Cell = { readonly line: number; readonly column: number }

export type Step = 'left' | 'right' | 'up' | 'down' | 'page-up' | 'page-down' | 'start' | 'end'

/** As far as one key goes, in lines. */
const PAGE_LINES = 6

/** Lays sections out in lines of equal height, so that any of them can be drawn without the others. What was found has no heading. */
export function emojiLines(sections: readonly EmojiSection[], columns: number): EmojiLine[] {
  const lines: EmojiLine[] = []
  for (const { name, emojis } of sections) {
    if (emojis.length === 0) continue
    if (name !== 'found') lines.push({ kind: 'heading', name })
    for (let i = 0; i < emojis.length; i += columns)
      lines.push({ kind: 'cells', emojis: emojis.slice(i, i + columns) })
  }
  return lines
}

export function emojiAt(lines: readonly EmojiLine[], cell: Cell | null): Emoji | null {
  const line = cell ? lines[cell.line] : undefined
  return cell && line?.kind === 'cells' ? (line.emojis[cell.column] ?? null) : null
}

/** Where a step from a cell leads: past headings, from the end of a line to the next, and nowhere at the edges. */
export function stepFrom(lines: readonly EmojiLine[], from: Cell | null, step: Step): Cell | null {
  const rows = lines.flatMap((line, i) => (line.kind === 'cells' ? [{ i, length: line.emojis.length }] : []))
  const first = rows[0]
  if (!first) return null
  const at = rows.findIndex(({ i }) => i === from?.line)
  if (!from || at < 0) return { line: first.i, column: 0 }

  const to = (row: number, column: number): Cell => {
    const target = rows[Math.min(Math.max(row, 0), rows.length - 1)] ?? first
    return { line: target.i, column: Math.min(Math.max(column, 0), target.length - 1) }
  }
  const { column } = from
  const lastColumn = (rows[at]?.length ?? 1) - 1
  switch (step) {
    case 'up':
      return to(at - 1, column)
    case 'down':
      return to(at + 1, column)
    case 'page-up':
      return to(at - PAGE_LINES, column)
    case 'page-down':
      return to(at + PAGE_LINES, column)
    case 'start':
      return to(at, 0)
    case 'end':
      return to(at, lastColumn)
    case 'left':
      return column > 0 || at === 0 ? to(at, column - 1) : to(at - 1, Number.POSITIVE_INFINITY)
    case 'right':
      return column < lastColumn || at === rows.length - 1 ? to(at, column + 1) : to(at + 1, 0)
  }
}

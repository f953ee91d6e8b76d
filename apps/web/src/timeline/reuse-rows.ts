import type { Row } from './rows.ts'

/** The same rows, with every one that did not change being the very object it was, so that only the changed are drawn again. */
export function reuseRows(previous: readonly Row[], next: readonly Row[]): readonly Row[] {
  const known = new Map(previous.map((row) => [row.key, row]))
  return next.map((row) => {
    const before = known.get(row.key)
    return before && isSameRow(before, row) ? before : row
  })
}

function isSameRow(before: Row, after: Row): boolean {
  const [a, b] = [before as Record<string, unknown>, after as Record<string, unknown>]
  return Object.keys(b).every((field) => isSameValue(a[field], b[field]))
}

function isSameValue(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((item, i) => item === b[i])
  return a === b
}

import { formatRoomCode, type RoomCode } from '@confab/protocol'

/** What people wrote, or called themselves and their rooms, without what would move or hide things on a terminal. */
export const plain = (text: string): string => text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '')

/** A room’s code as people read it. */
export const codeWords = (code: string): string => formatRoomCode(code as RoomCode)
/** A moment to the minute, in UTC. */
export const timeWords = (at: number | null): string =>
  at === null ? '–' : new Date(at).toISOString().slice(0, 16).replace('T', ' ')

/** Rows under a heading, in columns as wide as they have to be; the last one has no end. */
export function table(heading: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [heading, ...rows]
  const widths = heading.map((_, i) => Math.max(...all.map((row) => row[i]?.length ?? 0)))
  const line = (row: readonly string[]) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd()
  return all.map((row) => `${line(row)}\n`).join('')
}

/** JSON in which what would move, hide or reorder things on a terminal is written out; by itself it lets most of that through. */
export const jsonWords = (value: unknown): string =>
  `${JSON.stringify(value, null, 2).replaceAll(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, unitsOf)}\n`

const unitsOf = (sign: string): string =>
  sign
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('')

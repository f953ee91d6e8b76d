/** A piece of a text: what was searched for, or what stands between. */
export type HitPiece = { text: string; isHit: boolean }

/** Cuts a text where the words looked for stand in it, small or capital. */
export function hitsIn(text: string, words: readonly string[]): readonly HitPiece[] {
  const sought = words
    .filter((word) => word !== '')
    .map((word) => word.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'))
  if (sought.length === 0) return [{ text, isHit: false }]
  // The longest first: where one word begins another, all of it is marked.
  sought.sort((a, b) => b.length - a.length)
  return text
    .split(new RegExp(`(${sought.join('|')})`, 'giu'))
    .map((piece, i) => ({ text: piece, isHit: i % 2 === 1 }))
    .filter((piece) => piece.text !== '')
}
